#!/usr/bin/env node
// The smallest program of each mechanism. Each snippet runs alone (node -e), 3 connections, four peer scripts:
// F = FIN without data; DF = data, 250 ms, FIN; DDF = data, 200 ms, data, 200 ms, FIN; DR = data, 200 ms, RST. State is read 1.8 s later.
import { spawn } from 'node:child_process';
import fs from 'node:fs'; import net from 'node:net'; import tls from 'node:tls'; import path from 'node:path'; import { fileURLToPath } from 'node:url';
const here = path.dirname(fileURLToPath(import.meta.url));
const N24 = process.env.NODE24 || 'none';
const NODES = { node20: process.env.NODE20 || 'node', node24: N24 };
const dir = process.env.TLS_DIR || here + "/certs";
const only = process.argv[2];
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const ST = { '01': 'ESTABLISHED', '04': 'FIN_WAIT1', '05': 'FIN_WAIT2', '08': 'CLOSE_WAIT', '09': 'LAST_ACK' };
const net_ = (opts, body) => `const s=require('net').createServer(${opts},(c)=>{c.on('error',()=>{});${body}});s.listen(process.env.PORT,'127.0.0.1')`;
const up = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
const http_ = (body, opts = '') => `const s=require('http').createServer(${opts}(q,r)=>r.end('x'));s.on('connection',c=>c.on('error',()=>{}));${body};s.listen(process.env.PORT,'127.0.0.1')`;
const upg = (b) => http_(`s.on('upgrade',(q,c,h)=>{c.on('error',()=>{});${b}})`);
const https_ = (body) => `const fs=require('fs');const s=require('https').createServer({key:fs.readFileSync(process.env.TLS_DIR+'/key.pem'),cert:fs.readFileSync(process.env.TLS_DIR+'/cert.pem')},(q,r)=>r.end('x'));${body};s.listen(process.env.PORT,'127.0.0.1')`;
const tls_ = (opts, body) => `const fs=require('fs');const s=require('tls').createServer({key:fs.readFileSync(process.env.TLS_DIR+'/key.pem'),cert:fs.readFileSync(process.env.TLS_DIR+'/cert.pem'),${opts}},(c)=>{c.on('error',()=>{});${body}});s.listen(process.env.PORT,'127.0.0.1')`;
const H = { allowHalfOpen: true }, h = '{allowHalfOpen:true}', d = '{}';
const P = [
  ['net-nothing', net_(d, '')],
  ['net-close-listener-only', net_(d, "c.on('close',()=>{})")],
  ['net-end-listener-only', net_(d, "c.on('end',()=>c.destroy())")],
  ['net-data', net_(d, "c.on('data',()=>{})")],
  ['net-resume', net_(d, 'c.resume()')],
  ['net-data+end-log', net_(d, "c.on('data',()=>{});c.on('end',()=>console.log('x'))")],
  ['net-write-only', net_(d, "c.write('hi')")],
  ['net-end()-unread', net_(d, "c.end('hi')")],
  ['net-destroySoon()-unread', net_(d, "c.write('hi');c.destroySoon()")],
  ['net-destroy()', net_(d, 'c.destroy()')],
  ['net-data-then-pause', net_(d, "c.once('data',()=>c.pause())")],
  ['net-pause()-at-once', net_(d, 'c.pause()')],
  ['net-pauseOnConnect', net_('{pauseOnConnect:true}', '')],
  ['net-pauseOnConnect+data', net_('{pauseOnConnect:true}', "c.on('data',()=>{})")],
  ['net-pauseOnConnect+resume', net_('{pauseOnConnect:true}', 'c.resume()')],
  ['net-once-data', net_(d, "c.once('data',()=>{})")],
  ['net-removeListener-data', net_(d, "const f=()=>{};c.on('data',f);setTimeout(()=>c.off('data',f),30)")],
  ['net-removeAllListeners', net_(d, "c.on('data',()=>{});c.removeAllListeners()")],
  ['net-readable-no-read', net_(d, "c.on('readable',()=>{})")],
  ['net-readable-read()', net_(d, "c.on('readable',()=>{while(c.read()!==null);})")],
  ['net-once-readable-read()', net_(d, "c.once('readable',()=>{c.read()})")],
  ['net-setTimeout-no-listener', net_(d, 'c.setTimeout(300)')],
  ['net-setTimeout-log', net_(d, "c.setTimeout(300,()=>{})")],
  ['net-setTimeout-end()', net_(d, "c.setTimeout(300,()=>c.end())")],
  ['net-setTimeout-destroy', net_(d, "c.setTimeout(300,()=>c.destroy())")],
  ['net-data-throws-swallowed', "process.on('uncaughtException',()=>{});" + net_(d, "c.on('data',()=>{throw new Error('x')})")],
  ['net-write-after-fin', net_(d, "c.on('data',()=>{});c.on('end',()=>setTimeout(()=>c.write('x'),100))")],
  ['net-unref', net_(d, 'c.unref()') + ';setInterval(()=>{},1e3)'],
  ['net-pipe-to-dead-sink', net_(d, "const {Writable}=require('stream');const w=new Writable({write(b,e,cb){cb(new Error('x'))}});w.on('error',()=>{});c.pipe(w)")],
  ['net-pipeline-to-dead-sink', net_(d, "const {Writable,pipeline}=require('stream');const w=new Writable({write(b,e,cb){cb(new Error('x'))}});pipeline(c,w,()=>{})")],
  ['net-unread+gc', net_(d, '') + ';setInterval(()=>gc(),200)', { args: ['--expose-gc'] }],
  ['net-forawait', net_(d, '(async()=>{for await(const x of c);})().catch(()=>{})')],
  ['net-forawait-break', net_(d, '(async()=>{for await(const x of c)break;})().catch(()=>{})')],
  ['half-nothing', net_(h, '')],
  ['half-data', net_(h, "c.on('data',()=>{})")],
  ['half-data+end-log', net_(h, "c.on('data',()=>{});c.on('end',()=>console.log(1))")],
  ['half-data+end-end', net_(h, "c.on('data',()=>{});c.on('end',()=>c.end())")],
  ['half-end-end-unread', net_(h, "c.on('end',()=>c.end())")],
  ['half-write-after-fin', net_(h, "c.on('data',()=>{});c.on('end',()=>setTimeout(()=>c.write('x'),100))")],
  ['half-close-listener', net_(h, "c.on('data',()=>{});c.on('close',()=>c.destroy())")],
  ['half-pipe-self', net_(h, 'c.pipe(c)')],
  ['half-pipe-self-end-false', net_(h, 'c.pipe(c,{end:false})')],
  ['half-pipeline-sink', net_(h, "const {Writable,pipeline}=require('stream');pipeline(c,new Writable({write(b,e,cb){cb()}}),()=>{})")],
  ['half-pipeline-self', net_(h, "require('stream').pipeline(c,c,()=>{})")],
  ['half-forawait', net_(h, '(async()=>{for await(const x of c);})().catch(()=>{})')],
  ['half-forawait-break', net_(h, '(async()=>{for await(const x of c)break;})().catch(()=>{})')],
  ['half-finished', net_(h, "c.resume();require('stream').finished(c,()=>c.destroy())")],
  ['half-finished-writable-false', net_(h, "c.resume();require('stream').finished(c,{writable:false},()=>c.destroy())")],
  ['half-setTimeout-log', net_(h, "c.resume();c.setTimeout(300,()=>{})")],
  ['half-addAbortSignal', net_(h, "require('stream').addAbortSignal(AbortSignal.timeout(500),c)")],
  ['half-compose', net_(h, "const {compose,PassThrough}=require('stream');compose(c,new PassThrough()).on('error',()=>{}).resume()")],
  ['half-toWeb-read', net_(h, "(async()=>{const r=require('stream').Duplex.toWeb(c).readable.getReader();while(!(await r.read()).done);})().catch(()=>{})")],
  ['net-toWeb-read', net_(d, "(async()=>{const r=require('stream').Duplex.toWeb(c).readable.getReader();while(!(await r.read()).done);})().catch(()=>{})")],
  ['net-toWeb-unread', net_(d, "require('stream').Duplex.toWeb(c)")],
  ['half-readline', net_(h, "require('readline').createInterface({input:c}).on('line',()=>{}).on('error',()=>{})")],
  ['net-readline', net_(d, "require('readline').createInterface({input:c}).on('line',()=>{}).on('error',()=>{})")],
  ['net-readline-close', net_(d, "const r=require('readline').createInterface({input:c});r.on('error',()=>{});r.on('line',()=>r.close())"), { data: 'l\n' }],
  ['upgrade-nothing', upg(''), { pre: up }],
  ['upgrade-data', upg("c.on('data',()=>{})"), { pre: up }],
  ['upgrade-data+end', upg("c.on('data',()=>{});c.on('end',()=>c.end())"), { pre: up }],
  ['upgrade-resume', upg('c.resume()'), { pre: up }],
  ['upgrade-write-only', upg("c.write('HTTP/1.1 401 x\\r\\n\\r\\n')"), { pre: up }],
  ['upgrade-end()-unread', upg("c.end('HTTP/1.1 401 x\\r\\n\\r\\n')"), { pre: up }],
  ['upgrade-destroy', upg('c.destroy()'), { pre: up }],
  ['upgrade-no-listener', http_(''), { pre: up }],
  ['connect-no-listener', http_(''), { pre: 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n' }],
  ['connect-write-only', http_("s.on('connect',(q,c)=>{c.on('error',()=>{});c.write('HTTP/1.1 403 x\\r\\n\\r\\n')})"), { pre: 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n' }],
  ['https-upgrade-data', https_("s.on('upgrade',(q,c)=>{c.on('error',()=>{});c.on('data',()=>{})})"), { pre: up, tls: true }],
  ['https-upgrade-nothing', https_("s.on('upgrade',(q,c)=>{c.on('error',()=>{})})"), { pre: up, tls: true }],
  ['https-half-upgrade-data', https_("s.on('upgrade',(q,c)=>{c.on('error',()=>{});c.on('data',()=>{})})").replace("cert:", 'allowHalfOpen:true,cert:'), { pre: up, tls: true }],
  ['tls-nothing', tls_('', ''), { tls: true }],
  ['tls-data', tls_('', "c.on('data',()=>{})"), { tls: true }],
  ['tls-half-data', tls_('allowHalfOpen:true', "c.on('data',()=>{})"), { tls: true }],
  ['tls-handshake-garbage', tls_('', ''), {}],
  ['tls-handshake-partial', tls_('', ''), { data: Buffer.from('1603010200010001fc0303', 'hex') }],
  ['http-get-unanswered', http_('').replace("(q,r)=>r.end('x')", '(q,r)=>{}'), { pre: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', data: '' }],
  ['http-post-small-unread-unanswered', http_('').replace("(q,r)=>r.end('x')", '(q,r)=>{}'), { pre: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n', data: '0123456789' }],
  ['http-post-120k-unread-unanswered', http_('').replace("(q,r)=>r.end('x')", '(q,r)=>{}'), { pre: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 120000\r\n\r\n', data: 'x'.repeat(120000) }],
  ['http-post-120k-unread-answered', http_(''), { pre: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 120000\r\n\r\n', data: 'x'.repeat(120000) }],
  ['http-clientError-swallow-malformed', http_("s.on('clientError',()=>{})"), { pre: 'NOT HTTP\r\n\r\n', data: '' }],
  ['http-clientError-swallow-truncated-head', http_("s.on('clientError',()=>{})"), { pre: 'GET / HTTP/1.1\r\nHost: ', data: '' }],
  ['http-clientError-swallow-truncated-body', http_("s.on('clientError',()=>{})"), { pre: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nabc', data: '' }],
  ['http-truncated-no-listener', http_(''), { pre: 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nabc', data: '' }],
  ['http-httpAllowHalfOpen-unanswered', http_('s.httpAllowHalfOpen=true').replace("(q,r)=>r.end('x')", '(q,r)=>{}'), { pre: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', data: '' }],
  ['http-sse', http_('').replace("(q,r)=>r.end('x')", "(q,r)=>{setInterval(()=>r.write('x'),100)}"), { pre: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', data: '' }],
  ['net-big-write-peer-not-reading', net_(d, "c.resume();c.write(Buffer.alloc(2e7))"), { noread: true }],
  ['net-big-write-destroySoon-not-reading', net_(d, "c.on('data',()=>{c.write(Buffer.alloc(2e7));c.destroySoon()})"), { noread: true }],
  ['h2c-preface-only', "const s=require('http2').createServer();s.on('sessionError',()=>{});s.listen(process.env.PORT,'127.0.0.1')", { data: Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from('000000040000000000', 'hex')]) }],
];
function count(pid) {
  const own = new Set(); for (const f of fs.readdirSync(`/proc/${pid}/fd`)) try { const m = /socket:\[(\d+)\]/.exec(fs.readlinkSync(`/proc/${pid}/fd/${f}`)); if (m) own.add(m[1]); } catch {}
  const r = {}; for (const f of ['tcp', 'tcp6']) for (const l of fs.readFileSync(`/proc/${pid}/net/${f}`, 'utf8').split('\n').slice(1)) { const c = l.trim().split(/\s+/); if (c.length < 10 || !own.has(c[9])) continue; own.delete(c[9]); if (c[3] !== '0A') { const k = ST[c[3]] || c[3]; r[k] = (r[k] || 0) + 1; } }
  for (const l of fs.readFileSync(`/proc/${pid}/net/unix`, 'utf8').split('\n').slice(1)) own.delete(l.trim().split(/\s+/)[6]);
  if (own.size) r.DEAD_FD = own.size; return r;
}
let port = 12000 + Math.floor(Math.random() * 4000);
async function one(bin, code, o, script) {
  const p = port++; const args = [...(o.args || []), '--no-warnings', '-e', code];
  const ch = spawn(bin, args, { env: { PATH: process.env.PATH, PORT: String(p), TLS_DIR: dir }, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '', exit; ch.stderr.on('data', (x) => (err += x)); ch.on('exit', (c, s) => (exit = c ?? s));
  const socks = [];
  try {
    for (let i = 0; i < 150 && exit === undefined; i++) { if (fs.readFileSync('/proc/net/tcp', 'utf8').toUpperCase().includes(':' + p.toString(16).toUpperCase().padStart(4, '0') + ' 00000000:0000 0A')) break; await sleep(40); }
    if (exit !== undefined) return 'EXIT ' + err.slice(0, 120);
    await sleep(150);
    let base = {}; try { base = count(ch.pid); } catch { return 'EXIT'; }
    await Promise.all([1, 2, 3].map(async () => {
      const raw = net.connect({ port: p, host: '127.0.0.1', allowHalfOpen: true }); raw.on('error', () => {}); socks.push(raw);
      let c = raw; if (o.tls) { c = tls.connect({ socket: raw, rejectUnauthorized: false, allowHalfOpen: true }); c.on('error', () => {}); await new Promise((r) => c.once('secureConnect', r)); } else await new Promise((r) => raw.once('connect', r));
      if (!o.noread) c.resume();
      if (o.pre) { c.write(o.pre); await sleep(120); }
      const data = o.data ?? 'hello';
      if (script === 'F') { await sleep(100); c.end(); }
      else if (script === 'DF') { if (data.length) c.write(data); await sleep(250); c.end(); }
      else if (script === 'DDF') { if (data.length) { c.write(data); await sleep(200); c.write(data); } await sleep(200); c.end(); }
      else { if (data.length) c.write(data); await sleep(200); raw.resetAndDestroy(); }
    }));
    await sleep(1800);
    if (exit !== undefined) return 'EXIT ' + err.slice(0, 80);
    let r; try { r = count(ch.pid); } catch { return 'EXIT'; } for (const k of Object.keys(base)) { r[k] = (r[k] || 0) - base[k]; if (!r[k]) delete r[k]; }
    return Object.entries(r).map(([k, v]) => `${k}:${v}`).join(' ') || '-';
  } finally { socks.forEach((s) => s.destroy()); if (exit === undefined) ch.kill('SIGKILL'); }
}
const out = {}; const jobs = [];
for (const [name, code, o = {}] of P) if (!only || new RegExp(only).test(name)) { out[name] = { code, pre: o.pre }; for (const k of Object.keys(NODES)) for (const s of ['F', 'DF', 'DDF', 'DR']) jobs.push({ name, code, o, k, s }); }
await Promise.all(Array.from({ length: 16 }, async () => { let j; while ((j = jobs.shift())) (out[j.name][j.k] ??= {})[j.s] = await one(NODES[j.k], j.code, j.o, j.s); }));
for (const [n, v] of Object.entries(out)) for (const k of Object.keys(NODES)) { const x = v[k]; out[n][k] = { F: x.F, DF: x.DF, DDF: x.DDF, DR: x.DR }; console.log(n.padEnd(42), k, JSON.stringify(out[n][k])); }
if (!only) fs.writeFileSync(path.join(here, 'probes.json'), JSON.stringify(out, null, 1) + '\n');
