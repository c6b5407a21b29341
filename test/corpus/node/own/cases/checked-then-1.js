const base = `http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`;

function settings(name) {
  return fetch(`${base}/${name}`).then((answer) => {
    if (!answer.ok) {
      throw new Error(`${name}: ${answer.status}`);
    }
    return answer.json();
  });
}

const errors = [];
for (const name of ['a', 'b', 'c', 'd', 'e']) settings(name).catch((error) => errors.push(error.message));
setInterval(() => console.log(errors), 1000);
