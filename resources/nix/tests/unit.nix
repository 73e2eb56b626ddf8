# Tests of pure functions: [ { name; expected; actual; } ] that differ, so [ ] is success.
let
  lib = import ../tiny/lib.nix;
  inherit (lib)
    evalModules
    mkDefault
    mkForce
    mkIf
    mkMerge
    mkOption
    types
    ;

  evaluate = modules: (evalModules { inherit modules; }).config;
  option = type: mkOption { inherit type; };
  # one option `x` of a type, and its definitions
  merged =
    type: definitions:
    (evaluate (
      [ { options.x = option type; } ] ++ map (x: { inherit x; }) definitions
    )).x;
  fails = value: !(builtins.tryEval (builtins.deepSeq value value)).success;
  testNodes = import ../lib/flavours/nixos-test/nodes.nix { inherit lib; };

  tests = {
    "a default is used when nothing is defined" = {
      actual = (evaluate [ { options.x = mkOption { type = types.int; default = 3; }; } ]).x;
      expected = 3;
    };
    "mkDefault gives way" = {
      actual = merged types.int [
        (mkDefault 1)
        2
      ];
      expected = 2;
    };
    "mkForce wins" = {
      actual = merged types.int [
        (mkForce 1)
        2
      ];
      expected = 1;
    };
    "conflicting definitions fail" = {
      actual = fails (
        merged types.int [
          1
          2
        ]
      );
      expected = true;
    };
    "equal definitions agree" = {
      actual = merged types.str [
        "a"
        "a"
      ];
      expected = "a";
    };
    "a wrong type fails" = {
      actual = fails (merged types.port [ 65536 ]);
      expected = true;
    };
    "lists are joined, mkIf false leaves out" = {
      actual = merged (types.listOf types.int) [
        [
          1
          (mkIf false 2)
        ]
        (mkIf true [ 3 ])
      ];
      expected = [
        1
        3
      ];
    };
    "mkBefore and mkAfter order lists" = {
      actual = merged (types.listOf types.int) [
        (lib.mkAfter [ 3 ])
        [ 2 ]
        (lib.mkBefore [ 1 ])
      ];
      expected = [
        1
        2
        3
      ];
    };
    "lines are joined" = {
      actual = merged types.lines [
        "a"
        "b"
      ];
      expected = "a\nb";
    };
    "attrsOf merges by name and drops what mkIf hides" = {
      actual = merged (types.attrsOf types.int) [
        { a = 1; }
        {
          b = 2;
          c = mkIf false 3;
        }
      ];
      expected = {
        a = 1;
        b = 2;
      };
    };
    "mkMerge under mkIf" = {
      actual = merged (types.attrsOf types.int) [
        (mkIf true (mkMerge [
          { a = 1; }
          { b = 2; }
        ]))
      ];
      expected = {
        a = 1;
        b = 2;
      };
    };
    "nullOr" = {
      actual = [
        (merged (types.nullOr types.int) [ null ])
        (merged (types.nullOr types.int) [ 4 ])
        (merged (types.nullOr types.int) [ ])
      ];
      expected = [
        null
        4
        null
      ];
    };
    "enum refuses others" = {
      actual = fails (merged (types.enum [ "a" "b" ]) [ "c" ]);
      expected = true;
    };
    "either and oneOf take each kind" = {
      actual = map (value: merged (types.oneOf [ types.int types.str types.bool ]) [ value ]) [
        1
        "a"
        true
      ];
      expected = [
        1
        "a"
        true
      ];
    };
    "coercedTo converts" = {
      actual = merged (types.coercedTo types.int toString types.str) [ 5 ];
      expected = "5";
    };
    "submodules know their name and have defaults" = {
      actual = merged (types.attrsOf (
        types.submodule (
          { name, ... }:
          {
            options.label = mkOption {
              type = types.str;
              default = "I am ${name}";
            };
          }
        )
      )) [ { one = { }; } ];
      expected.one.label = "I am one";
    };
    "submodules merge from two places" = {
      actual = merged (types.submodule {
        options.a = option types.int;
        options.b = option types.int;
      }) [
        { a = 1; }
        { b = 2; }
      ];
      expected = {
        a = 1;
        b = 2;
      };
    };
    "config may depend on config" = {
      actual =
        (evaluate [
          {
            options.a = option types.int;
            options.b = option types.int;
          }
          (
            { config, ... }:
            {
              a = 1;
              b = mkIf (config.a == 1) 2;
            }
          )
        ]).b;
      expected = 2;
    };
    "a condition may depend on another part of the same module" = {
      actual =
        (evaluate [
          (
            { config, ... }:
            {
              options.on = option types.bool;
              options.list = option (types.listOf types.int);
              config = mkMerge [
                { on = true; }
                (mkIf config.on { list = [ 1 ]; })
              ];
            }
          )
        ]).list;
      expected = [ 1 ];
    };
    "imports are followed, own options can be declared" = {
      actual =
        (evaluate [
          {
            imports = [
              { options.x = option types.int; }
              { x = 7; }
            ];
          }
        ]).x;
      expected = 7;
    };
    "an option that nobody declared fails" = {
      actual = fails (evaluate [ { y = 1; } ]);
      expected = true;
    };
    "apply changes the value" = {
      actual =
        (evaluate [
          {
            options.x = mkOption {
              type = types.int;
              apply = value: value + 1;
            };
          }
          { x = 1; }
        ]).x;
      expected = 2;
    };
    "an option twice declared fails" = {
      actual = fails (evaluate [
        { options.x = option types.int; }
        { options.x = option types.int; }
      ]);
      expected = true;
    };
    "lib.splitString" = {
      actual = lib.splitString "." "a.b.c";
      expected = [
        "a"
        "b"
        "c"
      ];
    };
    "lib.escapeShellArg" = {
      actual = lib.escapeShellArg "it's";
      expected = "'it'\\''s'";
    };
    "lib.recursiveUpdate" = {
      actual = lib.recursiveUpdate { a.b = 1; } { a.c = 2; };
      expected.a = {
        b = 1;
        c = 2;
      };
    };
    "lib.range, take, drop, last" = {
      actual = [
        (lib.take 2 (lib.range 1 3))
        (lib.drop 2 (lib.range 1 3))
        (lib.last (lib.range 1 3))
      ];
      expected = [
        [
          1
          2
        ]
        [ 3 ]
        3
      ];
    };
    "lib.cartesianProduct" = {
      actual = builtins.length (
        lib.cartesianProduct {
          a = [
            1
            2
          ];
          b = [
            3
            4
          ];
        }
      );
      expected = 4;
    };
    "nodes of a test have names that Python can take, in the framework's order" = {
      actual = lib.mapAttrs (_: node: "${node.role} ${node.name} ${toString node.number}") (testNodes {
        roles = [
          "web-server"
          "client"
          "db"
        ];
        distribution = {
          client = 2;
          db = [ "data-1.local" ];
          web-server = 1;
        };
      });
      expected = {
        client1 = "client client1 1";
        client2 = "client client2 2";
        data_1_local = "db data-1.local 3";
        web_server = "web-server web-server 4";
      };
    };
    "two nodes of a test with one variable, and roles that are not there, are refused" = {
      actual = map fails [
        (testNodes {
          roles = [
            "a-b"
            "a_b"
          ];
          distribution = { };
        })
        (testNodes {
          roles = [ "a" ];
          distribution.b = 2;
        })
      ];
      expected = [
        true
        true
      ];
    };
    "lib.foldr keeps the order" = {
      actual = lib.foldr (value: text: "${toString value}${text}") "" [
        1
        2
      ];
      expected = "12";
    };
  };
in
{
  names = builtins.attrNames tests;
  failures = builtins.filter (test: test.actual != test.expected) (
    lib.mapAttrsToList (name: test: test // { inherit name; }) tests
  );
}
