// Loaded into every process of the demo: when the launcher is gone, however it went, nobody is left behind.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// Only a watch: it must not keep the process alive.
process.channel?.unref();
