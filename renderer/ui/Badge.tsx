import './Badge.css';

/** A small count beside an icon or a title, said in words to those who cannot see it. */
export function Badge({ count, label }: { readonly count: number; readonly label: string }) {
  if (count === 0) return null;
  return (
    <span className="badge tabular">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** A word or a name as a small box, e.g. a port or a base. */
export function Chip({ children }: { readonly children: React.ReactNode }) {
  return <span className="chip">{children}</span>;
}
