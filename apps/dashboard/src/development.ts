/**
 * True where a person develops. It follows the mode and not the command, so that a build made with
 * `--mode development` keeps the helpers and a production build contains none of them.
 */
export const isDevelopment = import.meta.env.MODE !== "production";
