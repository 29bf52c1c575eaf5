const END_OF_HEAD = "\r\n\r\n";
const END_OF_CHUNKS = "0\r\n\r\n";

/**
 * Finds the end of each answer on a connection that has one request under way at a time. Answers are
 * small, so they are kept as text.
 * @param onAnswer gets the answer's head
 */
export function responseReader(onAnswer: (head: string) => void): (chunk: Buffer) => void {
  let text = "";
  return (chunk) => {
    text += chunk.latin1Slice(0, chunk.length);
    const end = text.indexOf(END_OF_HEAD);
    if (end === -1) return;
    const head = text.slice(0, end);
    if (!isComplete(head, text.length - end - END_OF_HEAD.length, text)) return;
    text = "";
    onAnswer(head);
  };
}

function isComplete(head: string, bodyLength: number, text: string): boolean {
  const declared = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (declared !== undefined) return bodyLength >= Number(declared);
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return text.endsWith(END_OF_CHUNKS);
  return true;
}
