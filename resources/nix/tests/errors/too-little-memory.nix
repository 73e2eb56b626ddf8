# expect: virtualisation.memorySize = 32: a virtual machine needs at least 96 MiB.
{ ... }: { roles.a = { virtualisation.memorySize = 32; }; }
