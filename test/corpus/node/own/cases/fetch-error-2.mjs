const kept = [];

class HttpError extends Error {
  constructor(response) {
    super(`HTTP ${response.status}`);
    this.response = response;
  }
}

async function load(path) {
  const response = await fetch(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}${path}`);
  if (!response.ok) {
    await response.body?.cancel();
    throw new HttpError(response);
  }
  return response.json();
}

for (const path of ['/a', '/b', '/c', '/d', '/e']) load(path).catch((error) => kept.push(error));
setInterval(() => console.log(kept.length), 1000);
