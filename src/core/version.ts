/** The version of the package, to be recorded beside results; a test holds it equal to package.json. */
export const version = "0.1.0";
