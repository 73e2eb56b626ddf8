import { describe, expect, it } from 'vitest';
import { AppError, toAppError } from './errors.ts';

describe('AppError', () => {
  it('survives the way over a transport', () => {
    const error = new AppError('node-failed', 'server stopped', {
      hint: 'Look at its log.',
      retryable: true,
      details: { node: 'server', command: { command: 'init', exitCode: 3, lastLines: ['boom'] } },
    });
    const copy = AppError.fromJSON(JSON.parse(JSON.stringify(error)));
    expect(copy).toBeInstanceOf(AppError);
    expect(copy.toJSON()).toEqual(error.toJSON());
  });
});

describe('toAppError', () => {
  it('leaves an AppError alone', () => {
    const error = new AppError('conflict', 'busy');
    expect(toAppError(error)).toBe(error);
  });

  it('knows a cancellation', () => {
    expect(toAppError(AbortSignal.abort().reason).code).toBe('cancelled');
  });

  it('keeps the text of anything else and calls it internal', () => {
    expect(toAppError(new TypeError('x is undefined'))).toMatchObject({
      code: 'internal',
      message: 'x is undefined',
    });
    expect(toAppError('plain')).toMatchObject({ code: 'internal', message: 'plain' });
  });

  it.each([
    ['EACCES', 'permission-denied', '/project/build'],
    ['EROFS', 'permission-denied', 'read-only'],
    ['ENOSPC', 'disk-full', 'no room left'],
  ])('says what the system refused: %s', (code, expected, words) => {
    const refused = Object.assign(new Error(`${code}: mkdir`), { code, path: '/project/build' });
    const error = toAppError(refused);
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(words) });
    expect(error.hint).not.toContain('bug');
    expect(error.cause).toBe(refused);
  });

  it('does not take a refusal that names no file for one of a file', () => {
    expect(toAppError(Object.assign(new Error('kill EPERM'), { code: 'EPERM' })).code).toBe('internal');
  });
});
