"""Runs a server (argv[1], port argv[2], which it is given too) in a network of its own, connects, takes the loopback away without a FIN and prints how many
sockets the server has left after argv[3] seconds, six by default. Needs `unshare -n`."""
import os, socket, subprocess, sys, time

server, port, seconds = sys.argv[1], int(sys.argv[2]), float((sys.argv[3:] or [6])[0])
subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
process = subprocess.Popen([server, str(port)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_socket(link):
    try:
        return os.readlink(link).startswith('socket:')
    except FileNotFoundError:  # closed since its folder was listed
        return False


def sockets():
    folder = '/proc/%d/fd' % process.pid
    return sum(is_socket(os.path.join(folder, fd)) for fd in os.listdir(folder))


def wait_for(holds, seconds):
    end = time.time() + seconds
    while not holds() and time.time() < end:
        time.sleep(0.02)


def connected():
    try:
        return socket.create_connection(('127.0.0.1', port), 1)
    except OSError:
        return None


try:
    peer = None
    while peer is None and process.poll() is None:
        peer = connected()
    wait_for(lambda: sockets() == 2, 5)
    before = sockets()
    subprocess.run(['ip', 'link', 'set', 'lo', 'down'], check=True)
    wait_for(lambda: sockets() < before, seconds)
    print(before, sockets())
finally:
    process.kill()
    process.wait()
