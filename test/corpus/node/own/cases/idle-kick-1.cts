import net = require('node:net');

const IDLE = 600;
const guests = new Set<net.Socket>();

function kick(guest: net.Socket): void {
  guests.delete(guest);
  console.log('kicked', guests.size);
}

function welcome(guest: net.Socket): void {
  guests.add(guest);
  const timer = setTimeout(() => kick(guest), IDLE);
  guest.on('data', (words) => {
    timer.refresh();
    guest.write(words);
  });
  guest.on('error', () => clearTimeout(timer));
}

module.exports = net.createServer({ allowHalfOpen: true }, welcome).listen(Number(process.env.PORT));
