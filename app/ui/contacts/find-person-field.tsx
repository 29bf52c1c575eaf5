import { Button, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useWords } from "#app/ui/words.tsx";

/** Takes what names a person, as `text`, with the button of the form it stands in. */
export function FindPersonField(props: {
  /** where the words `label`, `help` and `find` stand */
  words: string;
  isBusy: boolean;
}) {
  const { words, isBusy } = props;
  const { t } = useWords();
  const [text, setText] = useState("");
  return (
    <TextField
      name="text"
      label={t(`${words}.label`)}
      helpText={t(`${words}.help`)}
      value={text}
      onChange={setText}
      autoComplete="off"
      connectedRight={
        <Button submit loading={isBusy}>
          {t(`${words}.find`)}
        </Button>
      }
    />
  );
}
