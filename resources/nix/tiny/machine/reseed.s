# Makes the kernel's random generator start again from what is in its pool (RNDRESEEDCRNG): a
# write to /dev/urandom alone is taken up only at the next of the kernel's own turns.
# as reseed.s -o reseed.o && ld -n -s -z noseparate-code reseed.o -o reseed
	.globl _start
_start:
	mov $2, %eax		# open("/dev/urandom", O_WRONLY)
	lea device(%rip), %rdi
	mov $1, %esi
	syscall
	mov %eax, %edi		# ioctl(…, RNDRESEEDCRNG, 0)
	mov $16, %eax
	mov $0x5207, %esi
	xor %edx, %edx
	syscall
	xor %edi, %edi		# exit(whether that failed)
	test %eax, %eax
	setne %dil
	mov $60, %eax
	syscall
device:	.asciz "/dev/urandom"
