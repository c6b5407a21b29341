#!/usr/bin/env python3
"""Ground truth by running. Needs Linux, gcc/g++, python3, and root or user namespaces for a network of its own.
Where neither is allowed it says so and measures one program after the other on the loopback of the machine.
  run.py [-j N] [folder ...] [-k substring]       run all cases of the folders (each has labels.json; default: this one),
                                                  write <folder>/truth.json, exit 1 on any disagreement.
Each (case, variant) runs in its own network namespace with only `lo`; N=5 connections, a few seconds.
Variants (what the peer does after all connections are up and every message is sent):
  msg_fin  message, shutdown(SHUT_WR), keep reading      fin    shutdown(SHUT_WR) at once, no message
  midfin   half a message, shutdown(SHUT_WR)             close  message, read the answer, close() (as the article's client does)
  close0   close() at once, no message                   midclose  half a message, close()
  rst      message, then RST (SO_LINGER 0 + close)       upfin  (relays) the upstream sends its FIN first
A case leaks when a descriptor of the program (or its children) is in CLOSE_WAIT at the last sample in any
variant. fd_leak: a connection descriptor outlives the connection without being in CLOSE_WAIT."""
import sys, os, json, socket, struct, time, subprocess, resource, select, signal, argparse, glob, re
HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.environ.get('TRUTH_BIN', os.path.join(__import__('tempfile').gettempdir(), 'closewait-corpus-c'))
N = 5
ST = {1: 'ESTABLISHED', 2: 'SYN_SENT', 3: 'SYN_RECV', 4: 'FIN_WAIT1', 5: 'FIN_WAIT2', 6: 'TIME_WAIT', 7: 'CLOSE',
      8: 'CLOSE_WAIT', 9: 'LAST_ACK', 10: 'LISTEN', 11: 'CLOSING'}

def build(folder, lab):
    src = os.path.join(folder, lab['file']); dst = os.path.join(BIN, os.path.basename(folder), lab['file'].replace('.', '_'))
    os.makedirs(os.path.dirname(dst), exist_ok=True)
    cc = ['g++', '-std=c++17'] if lab['lang'] == 'cpp' else ['gcc']
    extra = [os.path.join(folder, lab['run']['extra'])] if lab['run'].get('extra') else []
    srcs = [src] + extra
    if not (os.path.exists(dst) and all(os.path.getmtime(dst) > os.path.getmtime(s) for s in srcs)):
        r = subprocess.run(cc + ['-w', '-O1', '-g', '-pthread', '-o', dst] + srcs, capture_output=True, text=True)
        if r.returncode: raise SystemExit('compile failed: %s\n%s' % (src, r.stderr))
    return dst

def session_pids(sid):
    r = []
    for d in os.listdir('/proc'):
        if not d.isdigit(): continue
        try: f = open('/proc/%s/stat' % d).read().rsplit(')', 1)[1].split()
        except OSError: continue
        if int(f[3]) == sid and f[0] != 'Z': r.append(int(d))
    return r

def snapshot(sid):
    pids = session_pids(sid)
    gone = dict(exited=True, cw=0, cw_backlog=0, states={}, nohash=0)
    if not pids: return gone
    try: rows = open('/proc/%d/net/tcp' % pids[0]).read().splitlines()[1:]
    except OSError: return gone  # ended since it was listed
    tcp = {}
    for ln in rows:
        f = ln.split(); tcp.setdefault(f[9], []).append((int(f[3], 16), f[1], f[2], f[4]))
    other = set()
    for name in ('unix', 'udp', 'netlink', 'packet', 'tcp6', 'udp6'):
        try: lines = open('/proc/%d/net/%s' % (pids[0], name)).read().splitlines()[1:]
        except OSError: continue
        for ln in lines:
            f = ln.split()
            if name == 'unix': other.add(f[6])
            elif name in ('netlink', 'packet'): other.add(f[-1])
            else: other.add(f[9])
    inodes = {}; cpu = 0.0
    for p in pids:
        try: f = open('/proc/%d/stat' % p).read().rsplit(')', 1)[1].split(); cpu += (int(f[11]) + int(f[12])) / os.sysconf('SC_CLK_TCK')
        except OSError: pass
        try:
            for fd in os.listdir('/proc/%d/fd' % p):
                try: l = os.readlink('/proc/%d/fd/%s' % (p, fd))
                except OSError: continue
                if l.startswith('socket:['): inodes.setdefault(l[8:-1], set()).add(p)
        except OSError: pass
    states, cw, nohash, rq = {}, 0, 0, []
    for ino in inodes:
        if ino in tcp:
            st, la, ra, q = tcp[ino][0]; states[ST[st]] = states.get(ST[st], 0) + 1
            if st == 8: cw += 1; rq.append(int(q.split(':')[1], 16))
        elif ino not in other: nohash += 1
    back = sum(1 for e in tcp.get('0', []) if e[0] == 8)
    return dict(exited=False, cw=cw, cw_backlog=back, states=states, nohash=nohash, recvq=rq, pids=len(pids), cpu=cpu)

def rst(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); s.close()

class Upstream:
    """echo server used by relay cases; idle: seconds after which it sends its own FIN."""
    def __init__(self, port, idle=None):
        self.l = socket.socket(); self.l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.l.bind(('127.0.0.1', port)); self.l.listen(32); self.l.setblocking(False); self.c = {}; self.idle = idle
    def socks(self): return [self.l] + list(self.c)
    def handle(self, s):
        if s is self.l:
            c, _ = s.accept(); c.setblocking(False); self.c[c] = [time.time(), False]; return
        try: d = s.recv(65536)
        except BlockingIOError: return
        except OSError: d = b''
        if d:
            self.c[s][0] = time.time()
            if not self.c[s][1]:
                try: s.send(d)
                except OSError: pass
        else: s.close(); del self.c[s]
    def tick(self):
        if self.idle:
            for s, st in self.c.items():
                if not st[1] and time.time() - st[0] > self.idle: st[1] = True; s.shutdown(socket.SHUT_WR)

def pump(socks, up, until, keep_on_eof=False):
    """read everything; a peer that sees EOF closes (unless keep_on_eof)."""
    got = 0
    while True:
        left = until - time.time()
        if left <= 0: return got
        rl = list(socks) + (up.socks() if up else [])
        r = select.select(rl, [], [], min(left, 0.05))[0]
        if up: up.tick()
        if not rl: time.sleep(min(left, 0.05))
        for s in r:
            if up and (s is up.l or s in up.c): up.handle(s); continue
            try: d = s.recv(65536)
            except BlockingIOError: continue
            except OSError: d = b''
            got += len(d)
            if not d:
                socks.remove(s)
                if not keep_on_eof: s.close()

def scenario(lab, exe, variant):
    run = lab['run']; kind = run['kind']
    port = int(run.get('port', 20000 + os.getpid() % 20000)); upport = port + 1 if port < 65000 else port - 1
    msg = run.get('msg', 'hello %d\n'); mk = lambda i: (msg.replace('%d', str(i)) if '%d' in msg else msg).encode('latin1')
    part = run.get('partial'); mkp = lambda i: part.encode('latin1') if part is not None else mk(i)[:max(1, len(mk(i)) // 2)]
    if 'argv' in run: args = run['argv'].split()
    else: args = [str(port)] + ([str(upport)] if kind == 'relay' else [])
    env = dict(os.environ, **dict(e.split('=', 1) for e in run.get('env', '').split() if e))
    settle = float(run.get('settle', 2.5)); first = 1.5
    up = srv = None; socks = []
    if kind == 'relay': up = Upstream(upport, 0.3 if variant == 'upfin' else None)
    if kind == 'client':
        srv = socket.socket(); srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        srv.bind(('127.0.0.1', port)); srv.listen(16); srv.setblocking(False)
    p = subprocess.Popen([exe] + args, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         env=env, start_new_session=True, preexec_fn=lambda: os.nice(5))
    sid = p.pid
    try:
        if kind in ('server', 'relay'):
            t = time.time()
            while time.time() - t < 5:
                if snapshot(sid)['states'].get('LISTEN'): break
                if p.poll() is not None: return dict(error='exited before listening rc=%s' % p.returncode)
                time.sleep(0.01)
            else: return dict(error='never listened')
        else: time.sleep(0.15)
        base = snapshot(sid)['nohash']
        if run.get('rlimit_as'):
            vm = int(re.search(r'VmSize:\s+(\d+)', open('/proc/%d/status' % sid).read())[1]) * 1024
            lim = vm + 1024 * 1024; resource.prlimit(sid, resource.RLIMIT_AS, (lim, lim))
        answered = 0
        if kind in ('server', 'relay'):
            if run.get('stop_connect'): os.kill(sid, signal.SIGSTOP)
            for i in range(N):
                s = socket.create_connection(('127.0.0.1', port), 2); s.setblocking(False); socks.append(s)
            if not run.get('stop_connect'): answered += pump(socks, up, time.time() + 0.1, True)
            if run.get('delay_msg'): answered += pump(socks, up, time.time() + float(run['delay_msg']), True)
            for i, s in enumerate(list(socks)):
                if variant in ('msg_fin', 'close', 'rst', 'upfin'):
                    try: s.send(mk(i))
                    except OSError: pass
                elif variant in ('midfin', 'midclose'):
                    try: s.send(mkp(i))
                    except OSError: pass
            if variant in ('close', 'rst', 'midclose') and not run.get('stop_connect'): answered += pump(socks, up, time.time() + 0.3, True)
            for s in list(socks):
                try:
                    if variant in ('msg_fin', 'fin', 'midfin'): s.shutdown(socket.SHUT_WR)
                    elif variant in ('close', 'close0', 'midclose'): s.close(); socks.remove(s)
                    elif variant == 'rst': rst(s); socks.remove(s)
                except OSError: pass
            if run.get('stop_connect'): os.kill(sid, signal.SIGCONT)
            t0 = time.time(); answered += pump(socks, up, t0 + first)
        elif kind == 'udp':
            u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for i in range(N): u.sendto(b'' if i % 2 else mk(i), ('127.0.0.1', port))
            t0 = time.time(); time.sleep(first)
        else:
            t0 = time.time(); count = 0
            while time.time() - t0 < first + 0.7:
                r = select.select([srv] * (count < 8) + socks, [], [], 0.05)[0]
                for s in r:
                    if s is srv:
                        c, _ = srv.accept(); count += 1; c.setblocking(False)
                        try:  # the client may be gone already
                            if variant in ('msg_fin', 'close', 'rst'): c.send(mk(count))
                            elif variant in ('midfin', 'midclose'): c.send(mkp(count))
                            if variant in ('msg_fin', 'fin', 'midfin'): c.shutdown(socket.SHUT_WR)
                        except OSError: c.close(); continue
                        if variant in ('msg_fin', 'fin', 'midfin'): socks.append(c)
                        else:
                            select.select([c], [], [], 0.15)
                            try: c.recv(65536)
                            except OSError: pass
                            if variant == 'rst': time.sleep(0.05); rst(c)
                            else: c.close()
                        continue
                    try: d = s.recv(65536)
                    except OSError: d = b''
                    if not d: socks.remove(s); s.close()
        a = snapshot(sid); b = a
        if (a['cw'] or a['nohash'] > base) and not a['exited']:
            rest = t0 + settle - time.time()
            if rest > 0: pump(socks, up, time.time() + rest)
            b = snapshot(sid)
        return dict(cw_1500ms=a['cw'], cw=b['cw'], cw_backlog=b['cw_backlog'], states=b['states'],
                    fd_without_state=max(0, b['nohash'] - base), recvq=sorted(b.get('recvq', []))[-5:], exited=b['exited'], cpu_s=round(b.get('cpu', 0.0), 2),
                    answered_bytes=answered)
    finally:
        for q in session_pids(sid):
            try: os.kill(q, signal.SIGKILL)
            except OSError: pass
        p.wait()

def variants(lab):
    k = lab['run']['kind']
    if k == 'udp': return ['udp']
    return ['msg_fin', 'fin', 'midfin', 'close', 'close0', 'midclose', 'rst'] + (['upfin'] if k == 'relay' else [])

def namespace():
    """The command that runs another one in a network of its own; [] where that is not allowed."""
    for way in (['unshare', '-n'], ['unshare', '-rn']):
        try:
            if not subprocess.run(way + ['true'], capture_output=True).returncode: return way
        except OSError: pass
    print('No network namespace may be made here: measuring on the loopback of this machine.', file=sys.stderr)
    return []

def main():
    if len(sys.argv) > 1 and sys.argv[1] == '--one':
        lab = json.loads(sys.argv[2])
        if len(sys.argv) < 6: subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
        print(json.dumps(scenario(lab, sys.argv[3], sys.argv[4]))); return
    ap = argparse.ArgumentParser(); ap.add_argument('folders', nargs='*'); ap.add_argument('-j', type=int, default=10)
    ap.add_argument('-k', default=''); a = ap.parse_args()
    folders = [os.path.join(HERE, f) if not os.path.isabs(f) else f for f in (a.folders or ['.'])]
    from concurrent.futures import ThreadPoolExecutor
    bad = []; own = namespace(); shared = [] if own else ['shared']
    with ThreadPoolExecutor(a.j if own else 1) as ex:
        for folder in folders:
            labs = [l for l in json.load(open(os.path.join(folder, 'labels.json'))) if a.k in l['file']]
            exes = dict(zip([l['file'] for l in labs], ThreadPoolExecutor(2).map(lambda l: build(folder, l), labs)))
            def job(t):
                lab, v = t
                for attempt in range(2):
                    r = subprocess.run(own + [sys.executable, os.path.abspath(__file__), '--one', json.dumps(lab), exes[lab['file']], v] + shared,
                                       capture_output=True, text=True, timeout=60)
                    try: return json.loads(r.stdout)
                    except ValueError: out = dict(error=(r.stderr or r.stdout)[-400:])
                return out
            todo = [(l, v) for l in labs for v in variants(l)]
            res = list(ex.map(job, todo)); truth = {}
            for (l, v), r in zip(todo, res): truth.setdefault(l['file'], {})[v] = r
            out = []
            for l in labs:
                t = truth[l['file']]; err = {v: r['error'] for v, r in t.items() if 'error' in r}
                fin = [v for v in t if 'error' not in t[v] and t[v]['cw'] > 0]
                fdl = [v for v in t if 'error' not in t[v] and t[v]['fd_without_state'] > 0]
                o = dict(file=l['file'], leaks=bool(fin), leaks_in=fin, fd_leak=bool(fdl), fd_leak_in=fdl,
                         transient_in=[v for v in t if 'error' not in t[v] and t[v]['cw_1500ms'] > 0 and not t[v]['cw']],
                         spins=any(t[v].get('cpu_s', 0) > 0.4 for v in fin), half_close_only=bool(fin) and set(fin) <= {'msg_fin', 'fin', 'midfin'}, variants=t)
                out.append(o)
                if err: bad.append('%s: harness error %s' % (l['file'], err))
                if o['leaks'] != l['leaks']: bad.append('%s: label leaks=%s, measured %s %s' % (l['file'], l['leaks'], o['leaks'], {v: (t[v].get('cw'), t[v].get('states')) for v in t}))
                if not l['leaks'] and o['fd_leak'] != bool(l.get('fd_leak')): bad.append('%s: label fd_leak=%s, measured %s %s' % (l['file'], l.get('fd_leak'), o['fd_leak'], fdl))
                if not l['leaks'] and not l.get('exits') and l['run']['kind'] == 'server' and any(t[v].get('exited') for v in ('msg_fin', 'midfin')): bad.append('%s: correct server exited' % l['file'])
            if not a.k:
                json.dump(out, open(os.path.join(folder, 'truth.json'), 'w'), indent=1)
            else: print(json.dumps(out, indent=1))
            print('%s: %d programs, %d leak (measured), %d fd-only' % (os.path.basename(folder), len(out), sum(o['leaks'] for o in out), sum(o['fd_leak'] and not o['leaks'] for o in out)))
    for b in bad: print('DISAGREE', b)
    sys.exit(1 if bad else 0)
if __name__ == '__main__': main()
