'use strict';
const http = require('net');
const announce = require('./announce');

http.createServer(announce).listen(process.env.PORT, '127.0.0.1');
