/** A template's roles as a little drawing: each a machine on the network that they share. */

const width = 240;
const height = 96;
const boxHeight = 28;
const gap = 12;
/** More roles than this are summed up in the last box. */
const mostBoxes = 4;

export function TemplatePicture({ roles }: { readonly roles: readonly string[] }) {
  const shown =
    roles.length > mostBoxes
      ? [...roles.slice(0, mostBoxes - 1), `+ ${roles.length - mostBoxes + 1}`]
      : roles;
  const boxWidth = Math.min(96, (width - 16 - gap * (shown.length - 1)) / shown.length);
  const used = boxWidth * shown.length + gap * (shown.length - 1);
  const left = (width - used) / 2;
  const top = 20;
  const network = 76;
  return (
    <svg className="template-picture" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line x1={left} x2={left + used} y1={network} y2={network} className="picture-network" />
      {shown.map((role, index) => {
        const x = left + index * (boxWidth + gap);
        const middle = x + boxWidth / 2;
        return (
          <g key={role}>
            <line x1={middle} x2={middle} y1={top + boxHeight} y2={network} className="picture-network" />
            <circle cx={middle} cy={network} r={3} className="picture-joint" />
            <rect x={x} y={top} width={boxWidth} height={boxHeight} rx={4} className="picture-role" />
            <text x={middle} y={top + 18} textAnchor="middle" className="picture-name">
              {shorten(role, boxWidth)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Roughly what fits: the name is in the card's text too. */
function shorten(name: string, room: number): string {
  const letters = Math.floor((room - 12) / 6.2);
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
