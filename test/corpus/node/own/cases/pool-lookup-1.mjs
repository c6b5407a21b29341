import { Pool } from 'undici';

class NotFound extends Error {}

class Registry {
  #pool;

  constructor(origin) {
    this.#pool = new Pool(origin, { connections: 2 });
  }

  async lookup(name) {
    const { statusCode, body } = await this.#pool.request({ path: `/packages/${name}`, method: 'GET' });
    if (statusCode === 404) throw new NotFound(name);
    return body.json();
  }
}

process.on('uncaughtException', (error) => console.error(error.message));
const registry = new Registry(`http://127.0.0.1:${process.env.PEER_PORT}`);
registry.lookup('left-pad').then(console.log, (error) => console.error('lookup failed', error.constructor.name));
setInterval(() => {}, 1000);
