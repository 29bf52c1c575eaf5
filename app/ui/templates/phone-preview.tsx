import type { CSSProperties } from "react";
import { sampleText } from "#app/modules/templates/sample-text.rules.ts";
import type { TemplateButton, TemplateComponent } from "#app/modules/templates/template.types.ts";
import { useWords } from "#app/ui/words.tsx";

const BUBBLE: CSSProperties = {
  background: "#fff",
  borderRadius: 8,
  boxShadow: "0 1px 1px rgb(0 0 0 / 15%)",
  color: "#111b21",
  fontSize: 14,
  lineHeight: 1.4,
  overflow: "hidden",
  width: "100%",
};
const PICTURE: CSSProperties = {
  alignItems: "center",
  background: "#e8e2d6",
  color: "#4a4335",
  display: "flex",
  height: 120,
  justifyContent: "center",
};
const BUTTON: CSSProperties = {
  borderTop: "1px solid #e9edef",
  color: "#00674f",
  padding: "9px 12px",
  textAlign: "center",
};

function Buttons({ list }: { list: readonly TemplateButton[] }) {
  const { t } = useWords();
  return list.map((button) => (
    <div key={`${button.type} ${button.text}`} style={BUTTON}>
      {button.text ?? t("templates.preview.code")}
    </div>
  ));
}

function Part({ component }: { component: TemplateComponent }) {
  const { t } = useWords();
  switch (component.type) {
    case "HEADER":
      return <div style={PICTURE}>{t("templates.preview.picture")}</div>;
    case "BODY":
      return (
        <p style={{ margin: 0, padding: "8px 12px", whiteSpace: "pre-wrap" }}>
          {sampleText(component)}
        </p>
      );
    case "FOOTER":
      return (
        <p style={{ color: "#596870", fontSize: 12, margin: 0, padding: "0 12px 8px" }}>
          {component.text}
        </p>
      );
    case "LIMITED_TIME_OFFER":
      return (
        <div style={{ background: "#f0f2f5", padding: "8px 12px" }}>
          <strong>{component.limited_time_offer?.text}</strong>
          <div style={{ fontSize: 12 }}>{t("templates.preview.ends")}</div>
        </div>
      );
    default:
      return <Buttons list={component.buttons ?? []} />;
  }
}

function Cards({ component }: { component: TemplateComponent }) {
  const { t } = useWords();
  return (
    <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
      {(component.cards ?? []).map((card, index) => (
        <section
          key={`card ${index + 1}`}
          aria-label={t("templates.preview.card", { number: index + 1 })}
          style={{ ...BUBBLE, flex: "0 1 calc(50% - 4px)" }}
        >
          {card.components.map((part) => (
            <Part key={part.type} component={part} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** A template as it arrives, filled with its samples. @param text stands in for the body's */
export function PhonePreview(props: { components: readonly TemplateComponent[]; text: string }) {
  const { t } = useWords();
  const shown = props.components.map((one) =>
    one.type === "BODY" ? { ...one, text: props.text } : one,
  );
  return (
    <section
      aria-label={t("templates.preview.title")}
      style={{
        background: "#efeae2",
        borderRadius: 12,
        display: "grid",
        gap: 8,
        maxWidth: 320,
        padding: 16,
      }}
    >
      <div style={BUBBLE}>
        {shown
          .filter(({ type }) => type !== "CAROUSEL")
          .map((component) => (
            <Part key={component.type} component={component} />
          ))}
      </div>
      {shown
        .filter(({ type }) => type === "CAROUSEL")
        .map((component) => (
          <Cards key={component.type} component={component} />
        ))}
    </section>
  );
}
