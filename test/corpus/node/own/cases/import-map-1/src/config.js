const env = process.env;

export default {
  upstream: { host: env.PEER_HOST, port: Number(env.PEER_PORT) },
  retry: { attempts: 2, base: 20_000 },
};
