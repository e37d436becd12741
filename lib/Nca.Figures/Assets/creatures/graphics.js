// One WebGL2 context for all creatures of the page, because a browser grants only a few.
const graphics = (() => {
  const canvas = document.createElement("canvas"), programs = new Map(), waiting = new Set();
  let gl = null, tried = false;
  const prepare = () => {
    gl.getExtension("EXT_color_buffer_float");
    graphics.parallel = gl.getExtension("KHR_parallel_shader_compile");
    gl.bindVertexArray(gl.createVertexArray());
  };
  canvas.addEventListener("webglcontextlost", event => {
    event.preventDefault();
    programs.clear();
    dispatchEvent(new Event("nca-graphics-lost"));
  });
  canvas.addEventListener("webglcontextrestored", () => { prepare(); dispatchEvent(new Event("nca-graphics-back")); });

  const shader = (kind, source) => {
    const made = gl.createShader(kind);
    gl.shaderSource(made, source);
    gl.compileShader(made);
    return made;
  };
  // Two triangles are one too many.
  const everywhere = `#version 300 es
    void main() { gl_Position = vec4(gl_VertexID == 1 ? 3. : -1., gl_VertexID == 2 ? 3. : -1., 0., 1.); }`;

  return {
    canvas,
    // The context, or null where there is none that can draw into floating-point textures.
    context() {
      if (!tried) {
        tried = true;
        try { gl = canvas.getContext("webgl2", { antialias: false, depth: false, alpha: false }); } catch { gl = null; }
        if (gl && !gl.getExtension("EXT_color_buffer_float")) gl = null;
        if (gl) prepare();
      }
      return gl;
    },
    get isLost() { return !gl || gl.isContextLost(); },
    // Whether a processor stands in for the graphics card: then our own loop, which computes living cells only, is the quicker one.
    get isSoftware() {
      const names = gl?.getExtension("WEBGL_debug_renderer_info");
      return /swiftshader|llvmpipe|software|basic render/i.test(names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : "");
    },
    // A program for a fragment shader; compiled aside where the browser can.
    async program(source) {
      if (!programs.has(source)) {
        const made = gl.createProgram();
        gl.attachShader(made, shader(gl.VERTEX_SHADER, everywhere));
        gl.attachShader(made, shader(gl.FRAGMENT_SHADER, source));
        gl.linkProgram(made);
        const places = new Map();
        programs.set(source, { made, at: name => places.get(name) ?? (places.set(name, gl.getUniformLocation(made, name)), places.get(name)) });
      }
      const program = programs.get(source);
      while (graphics.parallel && !graphics.isLost && !gl.getProgramParameter(program.made, graphics.parallel.COMPLETION_STATUS_KHR)) await pause(4);
      if (!graphics.isLost && !gl.getProgramParameter(program.made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program.made) || "a shader does not link");
      return program;
    },
    // Resolves when everything drawn so far is done; nobody waits in the meantime.
    async done() {
      const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      for (;;) {
        if (graphics.isLost) throw new LostContext();
        if (gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED) break;
        await pause(1);
      }
      gl.deleteSync(fence);
    },
  };
})();
class LostContext extends Error { }
const pause = milliseconds => new Promise(go => { setTimeout(go, milliseconds); });
