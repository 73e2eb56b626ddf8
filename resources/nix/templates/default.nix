let
  templates = {
    tutorial = {
      path = ./tutorial;
      description = "Two nodes that talk, explained line by line (tiny base: works offline)";
    };
    basic = {
      path = ./basic;
      description = "One role on nixpkgs";
    };
    webserver = {
      path = ./webserver;
      description = "nginx and a client with curl, on nixpkgs";
    };
  };
in
templates // { default = templates.tutorial; }
