import http from 'node:http';

const targets = [`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}/health`];
const state = new Map();

function check(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 30_000 }, (response) => {
      resolve({ up: response.statusCode < 500, at: Date.now() });
    });
    request.on('error', (error) => resolve({ up: false, at: Date.now(), error: error.code }));
  });
}

async function round() {
  const results = await Promise.all(targets.map(check));
  results.forEach((result, index) => state.set(targets[index], result));
}

setInterval(round, 20_000);
await round();
