using TorchSharp;
using static TorchSharp.torch;

namespace Nca.Engines.Torch;

/// <summary>Which device libtorch computes on.</summary>
public static class ComputeDevice
{
    /// <summary>The line that the tutorial prints: "Running on: cpu".</summary>
    public static string Announcement => $"Running on: {Best()}";

    /// <summary>CUDA where there is one, else Apple's MPS, else the CPU (tutorial, section 2).</summary>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded.</exception>
    public static Device Best()
    {
        NativeLibraries.Require();
        if (cuda.is_available())
            return CUDA;
        return mps_is_available() ? MPS : CPU;
    }
}
