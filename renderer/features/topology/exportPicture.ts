/** The picture as a file for slides, papers and messages. */
import type { AppContext } from '#renderer/app/context.ts';
import { AppError } from '#shared/errors.ts';
import { drawTopology } from './drawing/drawTopology.ts';
import { currentPalette } from './drawing/palette.ts';
import { layoutCards, layoutInput } from './drawing/pictureInput.ts';
import { layoutTopology } from './layout/layoutTopology.ts';
import { topologyOf } from './topologyState.ts';
import { topologyViewOf } from './viewState.ts';

/** The picture as it is in the window: same places, same colours. */
export function pictureAsSvg(app: AppContext): string {
  const { model, target, file } = topologyOf(app).getState();
  const view = topologyViewOf(app);
  const { openPackages } = view.getState();
  const before = target === null ? undefined : view.layouts.get(`${target.directory}/${file}`);
  const cards = layoutCards(model.roles, before?.density ?? 'full', openPackages);
  const layout = layoutTopology(
    layoutInput(model, cards, { width: 1200, height: 800 }),
    before?.layout ?? null,
  );
  return drawTopology(model, layout, cards, currentPalette(document.body));
}

export function savePictureAsSvg(app: AppContext): void {
  save(new Blob([pictureAsSvg(app)], { type: 'image/svg+xml' }), `${pictureName(app)}.svg`);
}

/** Pixels of the PNG for each of the picture: sharp on the screens that people have. */
const density = 2;

export async function savePictureAsPng(app: AppContext): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureAsSvg(app))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * density;
  canvas.height = image.height * density;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) {
    throw new AppError('unsupported', 'The picture is too large for a PNG.', { hint: 'Save it as SVG.' });
  }
  save(blob, `${pictureName(app)}.png`);
}

function pictureName({ workspace }: AppContext): string {
  const { project } = workspace.getState();
  return project.phase === 'open' ? `${project.project.name}-${project.composition}` : 'topology';
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser begins to read it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
