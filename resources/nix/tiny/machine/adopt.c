/*
 * adopt CLOCK SEED MAC0 MAC1 ADDRESS
 *
 * What a machine must ask the kernel for to become a node, in one process: under emulation each
 * command of busybox costs 15 ms, and one of these requests no busybox can make. Arguments may
 * be empty.
 *   CLOCK    seconds since 1970, with or without a fraction: the time to set
 *   SEED     text mixed into the kernel's random pool, from which its generator then starts
 *            again: a write to /dev/urandom alone is taken up only a while later, and until
 *            then machines that were one would draw the same numbers
 *   MAC0/1   hardware addresses of eth0 and eth1
 *   ADDRESS  IPv4 address of eth1, whose network has 24 bits; it is brought up only now, because
 *            its IPv6 address is made of the hardware address
 * The exit code counts the requests that failed.
 *
 * Without a C library, so that it is small; build.sh beside this makes adopt.base64 of it.
 */
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/in.h>
#include <linux/random.h>
#include <linux/sockios.h>
#include <sys/syscall.h>

static int failures;

static long call(long number, long first, long second, long third) {
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(first), "S"(second), "d"(third)
                   : "rcx", "r11", "memory");
  if (result < 0) failures++;
  return result;
}

static int digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  return (character | 0x20) - 'a' + 10;
}

static void set_clock(const char *text) {
  long time[2] = {0, 0};
  long unit = 1000000;
  for (; *text && *text != '.'; text++) time[0] = time[0] * 10 + digit(*text);
  for (; *text && *++text && unit > 1;) time[1] += digit(*text) * (unit /= 10);
  call(SYS_settimeofday, (long)time, 0, 0);
}

static void seed_random(const char *text) {
  long length = 0;
  while (text[length]) length++;
  long file = call(SYS_open, (long)"/dev/urandom", 1, 0);
  call(SYS_write, file, (long)text, length);
  call(SYS_ioctl, file, RNDRESEEDCRNG, 0);
}

static void name(struct ifreq *request, char number) {
  for (unsigned index = 0; index < sizeof *request; index++) ((volatile char *)request)[index] = 0;
  request->ifr_name[0] = 'e';
  request->ifr_name[1] = 't';
  request->ifr_name[2] = 'h';
  request->ifr_name[3] = number;
}

static void set_mac(long socket, char number, const char *text) {
  struct ifreq request;
  name(&request, number);
  request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
  for (int index = 0; index < 6 && text[0] && text[1]; index++) {
    request.ifr_hwaddr.sa_data[index] = digit(text[0]) * 16 + digit(text[1]);
    text += text[2] ? 3 : 2;
  }
  call(SYS_ioctl, socket, SIOCSIFHWADDR, (long)&request);
}

static void set_address(long socket, unsigned long command, const char *text) {
  struct ifreq request;
  name(&request, '1');
  struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
  unsigned char *bytes = (unsigned char *)&address->sin_addr;
  address->sin_family = AF_INET;
  for (; *text; text++) {
    if (*text == '.') bytes++;
    else *bytes = *bytes * 10 + digit(*text);
  }
  call(SYS_ioctl, socket, command, (long)&request);
}

static void bring_up(long socket) {
  struct ifreq request;
  name(&request, '1');
  request.ifr_flags = IFF_UP | IFF_BROADCAST | IFF_MULTICAST;
  call(SYS_ioctl, socket, SIOCSIFFLAGS, (long)&request);
}

__attribute__((used)) static void run(long *stack) {
  char **arguments = (char **)(stack + 1);
  if (stack[0] == 6) {
    if (*arguments[1]) set_clock(arguments[1]);
    if (*arguments[2]) seed_random(arguments[2]);
    long socket = call(SYS_socket, AF_INET, 2 /* SOCK_DGRAM */, 0);
    if (*arguments[3]) set_mac(socket, '0', arguments[3]);
    if (*arguments[4]) set_mac(socket, '1', arguments[4]);
    if (*arguments[5]) {
      set_address(socket, SIOCSIFADDR, arguments[5]);
      set_address(socket, SIOCSIFNETMASK, "255.255.255.0");
      bring_up(socket);
    }
  } else {
    failures = 100;
  }
  call(SYS_exit, failures, 0, 0);
}

__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call run\n");
