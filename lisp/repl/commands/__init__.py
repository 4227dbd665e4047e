"""The commands of the prompt, `,name argument`: a module a group, each with a table COMMANDS; table.py finds them."""
