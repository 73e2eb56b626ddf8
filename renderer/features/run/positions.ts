/** Places in the project's files, named as people know them. */
import type { SerializedError } from '#shared/errors.ts';

/** The same error with its place relative to the project, which is also how the editor wants it. */
export function within(directory: string, error: SerializedError): SerializedError {
  const { position } = error.details;
  const inside = `${directory}/`;
  if (!position?.file.startsWith(inside)) return error;
  const file = position.file.slice(inside.length);
  // The place stands below the message, as a link: once is enough.
  const place = `${file}:${position.line}:${position.column}: `;
  const message = error.message.startsWith(place) ? error.message.slice(place.length) : error.message;
  return { ...error, message, details: { ...error.details, position: { ...position, file } } };
}
