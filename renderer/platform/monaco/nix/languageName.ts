/** The code editor's name of Nix. */
export const nixLanguageName = 'nix';
