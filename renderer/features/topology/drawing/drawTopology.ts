/** The picture as an SVG file: the same layout, cards and lines as in the window, in colours of one's choice. */
import {
  type CardLayout,
  type Chip,
  cardPadding,
  chipFont,
  headerHeights,
  markPitch,
  nodeRowHeight,
} from '../card/cardLayout.ts';
import { marks, nodeLook } from '../card/nodeLook.ts';
import { stripParts } from '../card/nodeStrip.ts';
import { fitText, textWidth } from '../card/textWidth.ts';
import type { Layout, PlacedLink, Point } from '../layout/layout.ts';
import { type Certainty, edgeLabel, type TopologyModel, type TopologyRole } from '../model/topology.ts';
import { arrowPath, labelFont, labelHeight, labelWidth, linePath } from './lines.ts';
import type { Palette } from './palette.ts';

const margin = 24;

/** @param cards by role, as they were laid out */
export function drawTopology(
  { roles, edges }: Pick<TopologyModel, 'roles' | 'edges'>,
  { boxes, links, bounds }: Layout,
  cards: ReadonlyMap<string, CardLayout>,
  palette: Palette,
): string {
  const [width, height] = [bounds.width + 2 * margin, bounds.height + 2 * margin];
  const drawnLinks = links.flatMap((link) => {
    const edge = edges.find(({ id }) => id === link.id);
    return edge === undefined ? [] : [{ link, edge }];
  });
  const drawn = roles.map((role) => {
    const [box, card] = [boxes.get(role.name), cards.get(role.name)];
    return box === undefined || card === undefined ? '' : drawCard(role, box, card, palette);
  });
  const view = `${bounds.x - margin} ${bounds.y - margin} ${width} ${height}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}" font-family="${escapeMarkup(palette.font)}">`,
    `<title>${escapeMarkup(roles.map(({ name }) => name).join(', '))}</title>`,
    `<rect x="${bounds.x - margin}" y="${bounds.y - margin}" width="${width}" height="${height}" fill="${palette.surface}"/>`,
    ...drawnLinks.map(({ link, edge }) => drawLine(link, edge.certainty, palette)),
    // After all lines: those that join share a label.
    ...drawnLinks.map(({ link, edge }) => drawLabel(link, edgeLabel(edge), edge.certainty, palette)),
    ...drawn,
    '</svg>',
  ].join('\n');
}

const dashes = (certainty: Certainty): string => (certainty === 'confirmed' ? '' : ' stroke-dasharray="4 3"');
const fading = (certainty: Certainty): string => (certainty === 'evaluated-only' ? ' opacity="0.5"' : '');

function drawLine({ points }: PlacedLink, certainty: Certainty, { line }: Palette): string {
  return [
    `<path d="${linePath(points)}" fill="none" stroke="${line}" stroke-width="1.5"${dashes(certainty)}/>`,
    `<path d="${arrowPath(points)}" fill="${line}"/>`,
  ].join('');
}

function drawLabel(
  { label }: PlacedLink,
  text: string,
  certainty: Certainty,
  { line, surface, muted }: Palette,
): string {
  if (label === null) return '';
  const width = labelWidth(text);
  return [
    `<rect x="${label.x - width / 2}" y="${label.y - labelHeight / 2}" width="${width}" height="${labelHeight}" rx="4" fill="${surface}" stroke="${line}"${dashes(certainty)}/>`,
    `<text x="${label.x}" y="${label.y + 4}" font-size="${labelFont}" text-anchor="middle" fill="${muted}">${escapeMarkup(text)}</text>`,
  ].join('');
}

function drawCard(role: TopologyRole, { x, y }: Point, card: CardLayout, palette: Palette): string {
  const { name, wanted, certainty } = role;
  const { width, density } = card;
  const header = headerHeights[density];
  const count = `× ${wanted}`;
  const room = width - 2 * cardPadding - textWidth(count, 13) - 8;
  return [
    `<g transform="translate(${x} ${y})"${fading(certainty)}>`,
    `<rect width="${width}" height="${card.height}" rx="6" fill="${palette.card}" stroke="${palette.line}"${dashes(certainty)}/>`,
    `<path d="M0 ${header}H${width}" stroke="${palette.border}"/>`,
    `<text x="${cardPadding}" y="${header / 2 + 5}" font-size="13" font-weight="600" fill="${palette.text}">${escapeMarkup(fitText(name, 14, room))}</text>`,
    `<text x="${width - cardPadding}" y="${header / 2 + 5}" font-size="13" text-anchor="end" fill="${palette.muted}">${count}</text>`,
    ...drawNodes(role, card, palette),
    ...card.contents.flatMap(({ y: top, chips }) => drawChips(chips, top, palette)),
    ...drawPackages(card, palette),
    '</g>',
  ].join('');
}

function drawNodes(
  { nodes }: TopologyRole,
  { nodes: part, width: cardWidth }: CardLayout,
  palette: Palette,
): string[] {
  const words = (text: string, x: number, y: number, fill: string) =>
    `<text x="${x}" y="${y}" font-size="11" fill="${fill}">${escapeMarkup(fitText(text, 11, cardWidth - cardPadding - x))}</text>`;
  const summary =
    part.summary === null
      ? []
      : [
          words(
            part.summary.words,
            cardPadding + part.summary.x,
            part.summary.y + 14,
            palette.states[part.summary.state],
          ),
        ];
  if (part.look === 'rows') {
    return nodes.flatMap((node, index) => {
      const { state, word } = nodeLook(node);
      const top = part.y + index * nodeRowHeight;
      return [
        drawMark(state, cardPadding, top + 6, palette),
        words(`${node.name} – ${word.toLowerCase()}`, cardPadding + 20, top + 16, palette.text),
      ];
    });
  }
  if (part.look === 'strip') {
    const cells = stripParts(nodes, cardWidth - 2 * cardPadding, part.height).map(
      ({ state, path }) =>
        `<path transform="translate(${cardPadding} ${part.y})" d="${path}" fill="${palette.states[state]}"${state === 'absent' ? ' opacity="0.45"' : ''}/>`,
    );
    return [...cells, ...summary];
  }
  const drawn = nodes.map((node, index) =>
    drawMark(
      nodeLook(node).state,
      cardPadding + (index % part.perLine) * markPitch,
      part.y + Math.floor(index / part.perLine) * markPitch,
      palette,
    ),
  );
  return [...drawn, ...summary];
}

function drawMark(state: keyof Palette['states'], x: number, y: number, { states, card }: Palette): string {
  const { ring, dashed, fill, sign } = marks[state];
  const colour = states[state];
  return [
    `<g transform="translate(${x} ${y})">`,
    ring &&
      `<circle cx="6" cy="6" r="4.5" fill="none" stroke="${colour}" stroke-width="1.5"${dashed ? ' stroke-dasharray="2.2 1.6"' : ''}/>`,
    fill !== null && `<path d="${fill}" fill="${colour}"/>`,
    sign !== null &&
      `<path d="${sign}" stroke="${card}" stroke-width="1.4" fill="none" stroke-linecap="round"/>`,
    '</g>',
  ]
    .filter((part) => part !== false)
    .join('');
}

function drawChips(chips: readonly Chip[], y: number, palette: Palette): string[] {
  let x = cardPadding;
  return chips.map(({ text, width, certainty }) => {
    const left = x;
    x += width + 4;
    return [
      `<g${fading(certainty)}>`,
      `<rect x="${left}" y="${y}" width="${width}" height="20" rx="4" fill="${palette.inset}" stroke="${palette.border}"${dashes(certainty)}/>`,
      `<text x="${left + 7}" y="${y + 14}" font-size="${chipFont}" fill="${palette.muted}">${escapeMarkup(fitText(text, chipFont, width - 12))}</text>`,
      '</g>',
    ].join('');
  });
}

function drawPackages({ packages }: CardLayout, palette: Palette): string[] {
  if (packages === null) return [];
  return [
    `<text x="${cardPadding}" y="${packages.y + 14}" font-size="11" fill="${palette.muted}">${packages.words}</text>`,
    ...packages.rows.flatMap(({ y, chips }) => drawChips(chips, y, palette)),
  ];
}

function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
