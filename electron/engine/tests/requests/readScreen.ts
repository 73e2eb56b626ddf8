/** Text on a picture, by tesseract where it is installed. */
import { execa } from 'execa';
import { AppError } from '#shared/errors.ts';

/** How tesseract is to look at a picture: as a page of one block, and as text scattered over it. */
const layouts = ['6', '11'];

/**
 * @param image PNG
 * @returns readings, the likeliest first
 * @throws AppError `missing-program`
 */
export async function readScreenText(image: Uint8Array, signal: AbortSignal): Promise<string[]> {
  return Promise.all(
    layouts.map(async (layout) => {
      const { stdout, failed, code, stderr } = await execa(
        'tesseract',
        ['stdin', 'stdout', '--psm', layout],
        {
          input: image,
          cancelSignal: signal,
          reject: false,
        },
      );
      if (code === 'ENOENT') throw missing();
      if (failed) {
        throw new AppError('internal', 'tesseract could not read the screen.', {
          hint: 'Its own words are below.',
          details: { raw: stderr },
        });
      }
      return stdout;
    }),
  );
}

function missing(): AppError {
  return new AppError(
    'missing-program',
    'Reading text from the screen needs tesseract, which is not installed.',
    {
      hint: 'Install it (apt install tesseract-ocr, or nix profile install nixpkgs#tesseract) and run the test again.',
    },
  );
}
