import { createServer, type Server } from "node:http";

/** A Docker daemon that is there and can nothing: Tilt does not load a file that builds images without one. */
export class FakeDocker {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts at a unix socket. */
  static start(socket: string): Promise<FakeDocker> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://docker").pathname.replace(/^\/v[0-9.]+(?=\/)/, "");
      response.setHeader("api-version", "1.44");
      response.setHeader("ostype", "linux");
      response.setHeader("builder-version", "2");
      response.setHeader("content-type", "application/json");
      if (path === "/_ping") response.end("OK");
      else if (path === "/version")
        response.end(
          JSON.stringify({ Version: "25.0.0", ApiVersion: "1.44", MinAPIVersion: "1.24", Os: "linux" }),
        );
      else if (path === "/info") response.end(JSON.stringify({ ID: "fake", Name: "fake", OSType: "linux" }));
      else {
        response.statusCode = 501;
        response.end(JSON.stringify({ message: "this daemon builds nothing" }));
      }
    });
    server.unref();
    return new Promise((resolve, reject) => {
      server.on("error", reject);
      server.listen(socket, () => {
        resolve(new FakeDocker(server));
      });
    });
  }

  /** Ends it and every open connection. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }
}
