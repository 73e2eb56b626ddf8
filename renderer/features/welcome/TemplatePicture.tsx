/** A template's roles as a little drawing: each a machine on the network that they share. */

const width = 240;
const height = 104;
const boxHeight = 26;
const gap = 12;
const perRow = 3;
/** More roles than this are summed up in the last box. */
const mostBoxes = 2 * perRow;
const network = height / 2;

export function TemplatePicture({ roles }: { readonly roles: readonly string[] }) {
  const shown =
    roles.length > mostBoxes
      ? [...roles.slice(0, mostBoxes - 1), `+ ${roles.length - mostBoxes + 1}`]
      : roles;
  const above = shown.slice(0, Math.ceil(shown.length / (shown.length > perRow ? 2 : 1)));
  const below = shown.slice(above.length);
  const line = widthOf(above.length);
  return (
    <svg className="template-picture" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line
        x1={(width - line) / 2}
        x2={(width + line) / 2}
        y1={below.length === 0 ? network + 20 : network}
        y2={below.length === 0 ? network + 20 : network}
        className="picture-network"
      />
      {below.length === 0 ? (
        <Row roles={above} top={network - boxHeight} joint={network + 20} />
      ) : (
        <>
          <Row roles={above} top={10} joint={network} />
          <Row roles={below} top={height - 10 - boxHeight} joint={network} />
        </>
      )}
    </svg>
  );
}

const boxWidth = (count: number): number => (count === 1 ? 92 : count === 2 ? 84 : 66);
const widthOf = (count: number): number => count * boxWidth(count) + (count - 1) * gap;

interface RowProps {
  readonly roles: readonly string[];
  readonly top: number;
  /** Where the line of a machine meets the network. */
  readonly joint: number;
}

function Row({ roles, top, joint }: RowProps) {
  const box = boxWidth(roles.length);
  const left = (width - widthOf(roles.length)) / 2;
  return roles.map((role, index) => {
    const x = left + index * (box + gap);
    const middle = x + box / 2;
    return (
      <g key={role}>
        <line
          x1={middle}
          x2={middle}
          y1={joint > top ? top + boxHeight : top}
          y2={joint}
          className="picture-network"
        />
        <circle cx={middle} cy={joint} r={2.5} className="picture-joint" />
        <rect x={x} y={top} width={box} height={boxHeight} rx={4} className="picture-role" />
        <text x={middle} y={top + boxHeight / 2 + 3.5} textAnchor="middle" className="picture-name">
          {shorten(role, box)}
        </text>
      </g>
    );
  });
}

/** Roughly what fits: the name is in the card's text too. */
function shorten(name: string, room: number): string {
  const letters = Math.floor((room - 8) / 5.6);
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
