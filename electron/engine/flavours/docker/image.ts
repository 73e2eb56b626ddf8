/** The base image: a few kilobytes that are loaded into Docker once. */
import { existsSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import type { DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { isRefusal } from './api/refusal.ts';
import type { DockerBuild } from './composeInfo.ts';
import { serviceOf } from './specification.ts';

/** Loads the images of a build that Docker does not have. */
export async function loadImages(
  docker: DockerClient,
  build: DockerBuild,
  signal: AbortSignal,
): Promise<void> {
  const images = new Set(build.composeInfo.roles.map((role) => serviceOf(build, role).image));
  const missing: string[] = [];
  for (const image of images) if (!(await hasImage(docker, image))) missing.push(image);
  if (missing.length === 0) return;
  await loadTarball(docker, build, signal);
  for (const image of missing) {
    if (!(await hasImage(docker, image)))
      throw imageMissing(image, `${build.composeInfo.image} does not hold it`);
  }
}

async function hasImage(docker: DockerClient, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (isRefusal(error, 404)) return false;
    throw dockerError(error, { socketPath: docker.socketPath, doing: `look for the image ${image}` });
  }
}

async function loadTarball(docker: DockerClient, build: DockerBuild, signal: AbortSignal): Promise<void> {
  const tarball = build.composeInfo.image;
  const image = serviceOf(build, build.composeInfo.roles[0] ?? '').image;
  if (tarball === undefined) throw imageMissing(image, 'the build names no file to load it from');
  if (!existsSync(tarball)) throw imageMissing(image, `${tarball}, which it is loaded from, does not exist`);
  const doing = `load the image ${image} from ${tarball}`;
  try {
    const response = await docker.loadImage(tarball, { quiet: true, abortSignal: signal });
    // Failures after the first byte come as a message in the stream, with a status of success.
    const messages = await new Promise<{ error?: string }[]>((resolve, reject) => {
      docker.modem.followProgress(response, (error: Error | null, all: { error?: string }[]) =>
        error ? reject(error) : resolve(all),
      );
    });
    const failure = messages.find(({ error }) => error !== undefined)?.error;
    if (failure !== undefined) throw Object.assign(new Error(failure), { statusCode: 500 });
  } catch (error) {
    throw dockerError(error, { socketPath: docker.socketPath, doing });
  }
}

function imageMissing(image: string, why: string): AppError {
  return new AppError('image-missing', `Docker does not have the image ${image}, and ${why}.`, {
    hint: 'Build the composition again: that makes the image and loads it (`nxc build`).',
  });
}
