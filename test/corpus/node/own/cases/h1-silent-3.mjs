import http from 'node:http';

const waiting = [];
http.createServer((req, res) => void waiting.push(res)).listen(process.env.PORT, '127.0.0.1');
