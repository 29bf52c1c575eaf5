// Prisma's migration engine leaves a 10 s timer behind and the command waits for it. This preload lets it exit.
const real = globalThis.setTimeout;
globalThis.setTimeout = (run, ms, ...rest) => {
  const timer = real(run, ms, ...rest);
  if (ms === 10_000) timer.unref();
  return timer;
};
