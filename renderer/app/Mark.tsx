/** The app's mark. Drawn and not loaded, so that it is there with the first paint. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="top-bar-mark" aria-hidden="true">
      <path d="M16 2 28 9v14l-12 7L4 23V9z" fill="#5163dd" />
      <path d="M16 16V8M16 16l7 4M16 16l-7 4" stroke="#fff" strokeWidth="2" />
      <circle cx="16" cy="8" r="3" fill="#fff" />
      <circle cx="23" cy="20" r="3" fill="#fff" />
      <circle cx="9" cy="20" r="3" fill="#fff" />
    </svg>
  );
}
