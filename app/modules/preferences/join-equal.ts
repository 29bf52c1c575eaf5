/**
 * Requests that ask for the very same at the same time are answered by one piece of work: one runs, and all
 * that come meanwhile wait for the next one, which begins after they came, so that each sees what was true
 * when it asked. A flood of one link costs a connection, not all of them, and nobody is refused.
 */
export function joinEqual<T>() {
  const lines = new Map<string, { running: Promise<T>; next: Promise<T> | null }>();

  function start(key: string, work: () => Promise<T>): Promise<T> {
    const running = work();
    const line: { running: Promise<T>; next: Promise<T> | null } = { running, next: null };
    lines.set(key, line);
    const leave = () => {
      if (line.next === null && lines.get(key) === line) lines.delete(key);
    };
    running.then(leave, leave);
    return running;
  }

  return (key: string, work: () => Promise<T>): Promise<T> => {
    const line = lines.get(key);
    if (!line) return start(key, work);
    const begin = () => start(key, work);
    line.next ??= line.running.then(begin, begin);
    return line.next;
  };
}
