'use strict';
const net = require('node:net');

class WorkQueue {
  constructor(limit) {
    this.limit = limit;
    this.jobs = [];
  }

  push(job) {
    this.jobs.push(job);
    return this.jobs.length < this.limit;
  }

  take() {
    return this.jobs.shift();
  }
}

const queue = new WorkQueue(3);

net
  .createServer((socket) => {
    socket.on('error', console.error);
    socket.on('data', (chunk) => {
      if (!queue.push(chunk)) {
        socket.pause();
        setTimeout(() => socket.resume(), 50);
      }
    });
  })
  .listen(process.env.PORT);

setInterval(() => {
  const job = queue.take();
  if (job) console.log(job.length);
}, 1000);
