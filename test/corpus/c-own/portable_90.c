#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
typedef int socklen_t;
#define sock_errno() WSAGetLastError()
#else
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>
typedef int SOCKET;
#define INVALID_SOCKET (-1)
#define SOCKET_ERROR (-1)
#define closesocket close
#define sock_errno() errno
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void serve(SOCKET sock)
{
    char buffer[1500];
    int len;

    do {
        len = recv(sock, buffer, sizeof(buffer), 0);
        if (len == SOCKET_ERROR)
        {
            printf("recv failed: %d\n", sock_errno());
            closesocket(sock);
            return;
        }
        if (len > 0)
            send(sock, buffer, len, 0);
    } while (len > 0);
    printf("connection closing...\n");
    closesocket(sock);
}

#ifdef _WIN32
static DWORD WINAPI entry(LPVOID p)
#else
static void *entry(void *p)
#endif
{
    serve((SOCKET)(intptr_t)p);
    return 0;
}

int main(int argc, char **argv)
{
    SOCKET ls, cs;
    struct sockaddr_in sa;
    int one = 1;
#ifdef _WIN32
    WSADATA wsa;
    if (WSAStartup(MAKEWORD(2, 2), &wsa))
        return 1;
#endif
    ls = socket(AF_INET, SOCK_STREAM, 0);
    if (ls == INVALID_SOCKET)
        return 1;
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, (const char *)&one, sizeof(one));
    memset(&sa, 0, sizeof(sa));
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = inet_addr("127.0.0.1");
    sa.sin_port = htons((unsigned short)(argc > 1 ? atoi(argv[1]) : 7107));
    if (bind(ls, (struct sockaddr *)&sa, sizeof(sa)) == SOCKET_ERROR || listen(ls, 5) == SOCKET_ERROR)
        return 1;
    while ((cs = accept(ls, NULL, NULL)) != INVALID_SOCKET)
    {
#ifdef _WIN32
        CreateThread(NULL, 0, entry, (LPVOID)(intptr_t)cs, 0, NULL);
#else
        pthread_t th;
        if (pthread_create(&th, NULL, entry, (void *)(intptr_t)cs))
            closesocket(cs);
        else
            pthread_detach(th);
#endif
    }
    return 0;
}
