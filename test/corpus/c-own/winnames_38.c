#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#define sock_error() WSAGetLastError()
#else
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
typedef int SOCKET;
#define INVALID_SOCKET (-1)
#define SOCKET_ERROR (-1)
#define closesocket(s) close(s)
#define sock_error() errno
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIND_ECHO 1
#define KIND_BYE 2

static int ReadExactly(SOCKET s, char *data, int want)
{
    int have = 0;
    while (have < want) {
        int n = recv(s, data + have, want - have, 0);
        if (n == 0)
            return 0;
        if (n == SOCKET_ERROR)
            return SOCKET_ERROR;
        have += n;
    }
    return have;
}

static void HandleClient(SOCKET client)
{
    char head[2], body[256];

    while (ReadExactly(client, head, 2) == 2) {
        int size = (unsigned char)head[1];
        if (head[0] != KIND_ECHO && head[0] != KIND_BYE) {
            fprintf(stderr, "unknown kind %d\n", head[0]);
            return;
        }
        if (size > 8) {
            fprintf(stderr, "too large: %d\n", size);
            return;
        }
        if (ReadExactly(client, body, size) != size)
            break;
        if (head[0] == KIND_BYE)
            break;
        if (send(client, body, size, 0) == SOCKET_ERROR) {
            fprintf(stderr, "send: %d\n", sock_error());
            break;
        }
    }
    closesocket(client);
}

int main(int argc, char *argv[])
{
    SOCKET server;
    struct sockaddr_in address;
    int reuse = 1;
#ifdef _WIN32
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
#endif
    server = socket(AF_INET, SOCK_STREAM, 0);
    if (server == INVALID_SOCKET) {
        fprintf(stderr, "socket: %d\n", sock_error());
        return 1;
    }
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, (const char *)&reuse, sizeof(reuse));
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)atoi(argv[1]));
    if (bind(server, (struct sockaddr *)&address, sizeof(address)) == SOCKET_ERROR || listen(server, 5) == SOCKET_ERROR) {
        closesocket(server);
        return 1;
    }
    for (;;) {
        SOCKET client = accept(server, NULL, NULL);
        if (client == INVALID_SOCKET)
            continue;
        HandleClient(client);
    }
}
