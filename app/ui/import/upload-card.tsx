import { useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Card, List, ProgressBar, Text } from "@shopify/polaris";
import { useState } from "react";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";
import { uploadFile } from "./upload-file.ts";

type Upload = { share: number } | { problem: string } | null;

/** Takes a list; it is checked before anything is written. */
export function UploadCard() {
  const { t } = useWords();
  const { revalidate } = useRevalidator();
  const [upload, setUpload] = useState<Upload>(null);
  const take = async (file: File) => {
    setUpload({ share: 0 });
    const problem = await uploadFile(file, (share) => setUpload({ share })).catch(() => "broken");
    setUpload(problem === null ? null : { problem });
    revalidate();
  };
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("import.upload.title")}>{null}</CardHead>
        <Text as="p">{t("import.upload.needs")}</Text>
        <List>
          {(["phone", "agreedAt", "place", "wording", "confirmation"] as const).map((field) => (
            <List.Item key={field}>{t(`import.explained.${field}`)}</List.Item>
          ))}
        </List>
        <label>
          {t("import.upload.file")}{" "}
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void take(file);
              event.currentTarget.value = "";
            }}
          />
        </label>
        {upload && "share" in upload ? (
          <ProgressBar
            progress={Math.round(upload.share * 100)}
            ariaLabelledBy="import-upload-progress"
          />
        ) : null}
        <output id="import-upload-progress">
          {upload && "share" in upload
            ? t("import.upload.progress", { percent: Math.round(upload.share * 100) })
            : null}
          {upload && "problem" in upload ? (
            <Banner tone="critical">{t(`import.fileProblems.${upload.problem}`)}</Banner>
          ) : null}
        </output>
      </BlockStack>
    </Card>
  );
}
