import { Pool } from 'undici';

class Probe {
  #pool;

  constructor(origin) {
    this.#pool = new Pool(origin, { connections: 2 });
  }

  async alive(path) {
    const { statusCode } = await this.#pool.request({ path, method: 'GET' });
    return statusCode < 400;
  }
}

const probe = new Probe(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`);
console.log(await probe.alive('/ready').catch((error) => error.code));
setInterval(() => {}, 60_000);
