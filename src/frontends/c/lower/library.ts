/**
 * Functions that take a descriptor, stream or buffer and leave it as it is. Sources: the Linux man-pages, POSIX.1-2024,
 * ISO C; Winsock's reference for the names that begin with `WSA` or `ioctl`.
 */
export const BORROWING: ReadonlySet<string> = new Set(
  `setsockopt getsockopt getpeername getsockname bind fcntl isatty fstat fsync fdatasync ftruncate lseek
   epoll_create epoll_create1 kqueue FD_CLR
   fflush setvbuf setbuf setlinebuf ferror feof clearerr fseek ftell rewind ungetc flockfile funlockfile
   printf vprintf puts putchar perror sprintf snprintf vsprintf vsnprintf asprintf vasprintf sscanf vsscanf syslog vsyslog openlog
   strlen strnlen strchr strrchr strstr strcasestr strpbrk strspn strcspn strtok strtok_r
   strcpy strncpy strcat strncat strlcpy strlcat stpcpy strdup strndup strerror strerror_r strsignal strtol strtoul strtoll strtoull
   strtod atoi atol atoll atof memcmp memchr memrchr memmem bcmp index rindex toupper tolower isalpha isdigit isspace isalnum isprint
   isupper islower ispunct isxdigit qsort bsearch abs labs div rand srand random srandom drand48 getenv setenv unsetenv putenv
   htons htonl ntohs ntohl inet_addr inet_aton inet_ntoa inet_ntop inet_pton getaddrinfo freeaddrinfo gai_strerror getnameinfo
   gethostbyname gethostbyaddr getservbyname getservbyport getprotobyname gethostname if_nametoindex
   malloc calloc aligned_alloc posix_memalign reallocarray alloca
   time gettimeofday clock_gettime clock localtime localtime_r gmtime gmtime_r mktime strftime sleep usleep nanosleep alarm setitimer
   signal sigaction sigemptyset sigfillset sigaddset sigdelset sigprocmask pthread_sigmask kill raise getpid getppid getuid geteuid
   getgid getegid setuid setgid seteuid setegid setsid setpgid umask chdir chroot access stat lstat unlink rename mkdir rmdir
   getrlimit setrlimit getopt getopt_long pthread_mutex_lock pthread_mutex_unlock pthread_mutex_init pthread_mutex_destroy
   pthread_cond_wait pthread_cond_signal pthread_cond_broadcast pthread_cond_init pthread_cond_destroy pthread_cond_timedwait
   pthread_detach pthread_join pthread_self pthread_attr_init pthread_attr_destroy pthread_attr_setdetachstate pthread_attr_setstacksize
   pthread_rwlock_rdlock pthread_rwlock_wrlock pthread_rwlock_unlock pthread_once pthread_key_create pthread_setspecific pthread_getspecific
   sem_wait sem_post sem_init atomic_load atomic_store atomic_fetch_add atomic_fetch_sub
   WSAGetLastError WSAStartup WSACleanup WSASetLastError GetLastError SetLastError
   CMSG_FIRSTHDR CMSG_NXTHDR CMSG_DATA CMSG_LEN CMSG_SPACE assert
   SSL_get_error SSL_connect SSL_accept SSL_pending SSL_set_connect_state SSL_set_accept_state SSL_set_tlsext_host_name SSL_shutdown
   ERR_get_error ERR_print_errors_fp ERR_clear_error htobe16 htobe32 be16toh be32toh
   to_string min max stoi stol stoll stoul stoull stod stof begin end reverse sort find find_if remove_if any_of all_of none_of partition stable_partition count distance advance next prev tie
   make_pair make_tuple chrono::seconds chrono::milliseconds this_thread::sleep_for cout cerr`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Members of the standard containers and strings that keep nothing of their arguments. */
export const BORROWING_METHODS: ReadonlySet<string> = new Set(
  `find count contains size empty length begin end cbegin cend rbegin rend at back front top get data c_str substr compare
   starts_with ends_with reserve resize clear append load store fetch_add fetch_sub lock unlock try_lock notify_one notify_all
   wait wait_for value has_value str rdbuf good fail eof what code message join detach joinable native_handle`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Functions of the C++ library that throw on ordinary bad input (ISO C++: [string.conversions], [container.requirements]). */
export const THROWING = /^(?:std::)?sto(?:i|l|ll|ul|ull|f|d|ld)$|^\.at$|^at$|^\.value$/;

/** Functions that never come back (man pages, `noreturn`); `longjmp` goes where we cannot follow. */
export const NORETURN: ReadonlySet<string> = new Set([
  'exit',
  '_exit',
  '_Exit',
  'quick_exit',
  'abort',
  'err',
  'errx',
  'verr',
  'verrx',
  'longjmp',
  'siglongjmp',
  '__builtin_unreachable',
  'terminate',
  'ExitProcess',
]);
