/** Output of real programs, cut to what matters. */

/** `ss -HtneiO state close-wait state listening`, iproute2 6.1, Linux 6.18. */
export const SS = `LISTEN     1      5      127.0.0.1:47631   0.0.0.0:*     ino:11747 sk:2 cgroup:/ <-> bbr cwnd:10 unacked:1
LISTEN     0      511            *:3000            *:*    users:(("node",pid=9,fd=18)) uid:1000 ino:11800 sk:7 cgroup:/ v6only:0 <->
CLOSE-WAIT 6      0      127.0.0.1:47631 127.0.0.1:51174 timer:(keepalive,119min,0) ino:11752 sk:3 cgroup:/ --> ts sack bbr wscale:10,10 rto:200 rtt:0.01/0.005 ato:40 mss:32768 pmtu:65535 rcvmss:536 advmss:65483 cwnd:10 bytes_received:6 segs_out:2 segs_in:4 data_segs_in:1 send 262144000000bps lastsnd:876 lastrcv:876 lastack:876 pacing_rate 749168640000bps delivered:1 app_limited rcv_space:65483 rcv_ssthresh:65483 minrtt:0.01 snd_wnd:65536
CLOSE-WAIT 0      4      127.0.0.1:47631 127.0.0.1:51168 uid:1000 ino:11751 sk:4f cgroup:/ --> ts sack bytes_sent:12 bytes_acked:8 bytes_received:6 lastsnd:8000 lastrcv:8000 lastack:5000 pacing_rate 234115200000bps
CLOSE-WAIT 4      0      127.0.0.1:56821 127.0.0.1:53278 ino:0 sk:57ada cgroup:/ -->
CLOSE-WAIT 1      0                   [::1]:41093              [::1]:35466 ino:1156438 sk:53a4f cgroup:/ -->
CLOSE-WAIT 1      0    [::ffff:127.0.0.1]:41093 [::ffff:127.0.0.1]:41614 timer:(keepalive,1min52sec,0) ino:1156436 sk:53a50 cgroup:/ -->
`;

/** The same without -O: what is known of a socket follows on a line that begins with a tab. */
export const SS_TWO_LINES = `CLOSE-WAIT 6      0      127.0.0.1%lo:51377 127.0.0.1:49736 timer:(keepalive,2.345ms,0) ino:1157972 sk:57aaa cgroup:/ -->
\t ts sack bytes_received:6 segs_in:4 lastsnd:8000 lastrcv:8000 lastack:5000 rcv_space:65483
CLOSE-WAIT 1      0      127.0.0.1:8187 127.0.0.1:53308 timer:(keepalive,032ms,0) ino:903979 sk:57aa2 -->
`;

/** /proc/net/tcp of a little-endian machine. */
export const PROC_TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 48 1 0000000059c7f6d2 100 0 0 10 0
   1: 0100007F:BA0F 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 11747 2 00000000a4f52fb0 100 0 0 10 0
   2: 0100007F:BA0F 0100007F:C7E6 08 00000000:00000006 02:000AFC27 00000000  1000        0 11752 2 000000007afe145b 20 4 28 10 -1
   3: 0100007F:C7E0 0100007F:BA0F 05 00000000:00000000 00:00000000 00000000     0        0 11748 1 00000000ed42c925 20 0 0 12 -1
   4: 0100007F:DDF5 0100007F:D00C 08 00000000:00000004 00:00000000 00000000     0        0 0 1 00000000031f2200 20 4 28 10 -1
   5: 0100007F:DDF5 0100007F:D00D 06 00000000:00000000 03:00001566 00000000     0        0 0 3 00000000b9f3fcfc
`;

/** /proc/net/tcp6: an IPv4-mapped pair and a closing one of ::1. */
export const PROC_TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   1: 0000000000000000FFFF00000100007F:A085 0000000000000000FFFF00000100007F:A28E 08 00000000:00000001 00:00000000 00000000     0        0 1156436 1 00000000dbaa2eb6 20 4 0 10 -1
   3: 00000000000000000000000001000000:8A8A 00000000000000000000000001000000:A085 05 00000000:00000000 03:0000175C 00000000     0        0 0 3 00000000b9f3fcfc
   4: B80D01200000000000000000010000FE:0050 B80D0120000000000000000002000000:A085 08 00000000:00000000 00:00000000 00000000     0        0 77 1 00000000dbaa2eb6 20 4 0 10 -1
`;

/** `lsof -nP -a -p PID -iTCP -FpcuLftPnTi` on Linux 4.95; macOS prints the same fields. */
export const LSOF = `p11682
cpython3
u0
Lroot
f3
tIPv6
PTCP
n*:41093
TST=LISTEN
TQR=0
TQS=0
f9
tIPv6
PTCP
n[::1]:41093->[::1]:35466
TST=CLOSE_WAIT
TQR=1
TQS=0
f10
tIPv4
PTCP
n127.0.0.1:41094->127.0.0.1:35467
TST=ESTABLISHED
p11779
cCode\\x20H
u501
Ladmin
f9
tIPv6
PTCP
n[::1]:41093->[::1]:35466
TST=CLOSE_WAIT
f12u
tIPv6
n[fe80::1%lo0]:9000->[fe80::1%lo0]:9001
TST=CLOSE_WAIT
`;

/** `netstat -ano -p TCP` of a German Windows: the words for the states are translated. */
export const NETSTAT_DE = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABH\u2122REN         988
  TCP    127.0.0.1:8080         0.0.0.0:0              ABHÖREN         2468
  TCP    127.0.0.1:49186        127.0.0.1:49273        HERGESTELLT     2468
  TCP    127.0.0.1:50125        127.0.0.1:9222         SCHLIESSEN_WARTEN  2468
  TCP    127.0.0.1:50126        127.0.0.1:9222         WARTEND         0
`;

/** `netstat -ano -p TCPv6` of an English Windows. */
export const NETSTAT_EN6 = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    [::]:8080              [::]:0                 LISTENING       2468
  TCP    [::1]:8080             [::1]:50200            CLOSE_WAIT      2468
`;
