# What the engine must know of a role to start it as a virtual machine, without a build.
{
  config,
  ssh,
  ports,
}:
{
  memory_mib = config.virtualisation.memorySize;
  inherit (config.virtualisation) cores;
  inherit ssh ports;
  # true, or the reason why its nodes boot one by one
  template =
    if config.nxc.template == false then "its option nxc.template is false" else config.nxc.template;
}
