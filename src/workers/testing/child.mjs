const deeds = {
  echo: async (value) => ({ value, environment: Object.keys(process.env) }),
  fill: async () => {
    const all = [];
    for (;;) all.push(new Array(1e6).fill(Math.random()).map(String));
  },
  buffers: async () => {
    const all = [];
    for (;;) {
      all.push(Buffer.alloc(20_000_000, 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  },
  hang: () => new Promise(() => setInterval(() => undefined, 1000)),
  spin: async () => {
    for (;;);
  },
  leave: async () => process.exit(3),
};

process.once('message', async ({ deed, value }) =>
  process.send({ ok: true, value: await deeds[deed](value) }),
);
