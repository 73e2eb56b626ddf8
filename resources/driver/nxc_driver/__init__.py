"""The Python side of test scripts: the NixOS test dialect over the nodes of a deployment.

It runs inside the sandbox's interpreter and reaches the nodes only through `bridge`.
"""
