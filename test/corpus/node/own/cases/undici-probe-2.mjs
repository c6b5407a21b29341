import { Pool } from 'undici';

class Probe {
  #pool;

  constructor(origin) {
    this.#pool = new Pool(origin, { connections: 2 });
  }

  async alive(path) {
    const { statusCode, body } = await this.#pool.request({ path, method: 'GET' });
    await body.dump({ limit: 1_000_000 });
    return statusCode < 400;
  }
}

const probe = new Probe(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`);
console.log(await probe.alive('/ready').catch((error) => error.code));
setInterval(() => {}, 60_000);
