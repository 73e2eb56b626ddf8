# busybox with a link for each of its commands, and the few names that others expect beside it.
{ busybox, system }:
let
  scripts = {
    bash = ''
      ${builtins.readFile ../runtime/bash.sh}
      exec ${busybox} sh "$@"
    '';
    systemctl = builtins.readFile ../runtime/systemctl.sh;
    journalctl = builtins.readFile ../runtime/journalctl.sh;
  };
  names = builtins.attrNames scripts;
in
derivation (
  {
    name = "busybox-tools";
    inherit system;
    builder = "${busybox}";
    passAsFile = names;
    args = [
      "sh"
      "-eu"
      "-c"
      ''
        bb=${busybox}
        $bb mkdir -p $out/bin
        for command in $($bb --list); do $bb ln -s $bb $out/bin/$command; done
        for script in ${toString names}; do
          $bb rm -f $out/bin/$script
          eval "text=\$''${script}Path"
          { echo "#!$bb sh"; $bb cat "$text"; } > $out/bin/$script
          $bb chmod +x $out/bin/$script
        done
      ''
    ];
    preferLocalBuild = true;
    allowSubstitutes = false;
  }
  // scripts
)
// {
  pname = "busybox";
  meta.mainProgram = "busybox";
}
