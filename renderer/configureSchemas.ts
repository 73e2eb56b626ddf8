/** Must be imported before any schema is made: without it zod tries to compile code, which the policy forbids. */
import * as z from 'zod';

z.config({ jitless: true });
