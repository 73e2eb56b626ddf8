# expect: module argument `nosuch' (wanted by
{ ... }: { roles.server = { nosuch, ... }: { networking.hostName = nosuch; }; }
