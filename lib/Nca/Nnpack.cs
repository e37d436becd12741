using System.Runtime.InteropServices;

namespace Nca;

/// <summary>
/// Switches libtorch's NNPACK off. On processors that it does not know it is asked for at every convolution nevertheless, fails, and writes
/// a warning to the standard error stream each time: thousands of lines. TorchSharp has no word for the switch, so its exported symbols are
/// called.
/// </summary>
internal static class Nnpack
{
    // at::globalContext() and at::Context::setUserEnabledNNPACK(bool), userEnabledNNPACK(), as compilers name them.
    private static readonly string[] Context = ["_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ"],
        Switch = ["_ZN2at7Context20setUserEnabledNNPACKEb", "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z"],
        Look = ["_ZNK2at7Context17userEnabledNNPACKEv", "?userEnabledNNPACK@Context@at@@QEBA_NXZ"];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetSwitch(nint context, byte on);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate byte GetSwitch(nint context);

    /// <summary>Switches it off.</summary>
    /// <param name="library">Handle of the loaded torch_cpu.</param>
    /// <returns>Whether it is off now; false where the library does not export the switch, and all is as it was.</returns>
    public static bool Disable(nint library)
    {
        if (
            Find<GlobalContext>(library, Context) is not { } context
            || Find<SetSwitch>(library, Switch) is not { } set
            || Find<GetSwitch>(library, Look) is not { } get
        )
            return false;
        set(context(), 0);
        return get(context()) == 0;
    }

    private static T? Find<T>(nint library, string[] names)
        where T : Delegate
    {
        foreach (var name in names)
            if (NativeLibrary.TryGetExport(library, name, out var address))
                return Marshal.GetDelegateForFunctionPointer<T>(address);
        return null;
    }
}
