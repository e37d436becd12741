using Nca.Automaton;
using static TorchSharp.torch;

namespace Nca.Engines.Torch;

/// <summary>Cell states to tensors and back.</summary>
public static class StateTensors
{
    /// <summary>Stacks states into a tensor of shape [B, C, H, W].</summary>
    /// <param name="states">At least one state, all of one shape.</param>
    /// <param name="device">The tensor's device; the CPU by default.</param>
    public static Tensor ToTensor(this IReadOnlyList<CellState> states, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(states);
        var (height, width, channels) = (states[0].Height, states[0].Width, states[0].Channels);
        using var scope = NewDisposeScope();
        var cellMajor = new float[states.Count * states[0].Values.Length];
        for (var index = 0; index < states.Count; index++)
            states[index].Values.CopyTo(cellMajor, index * states[0].Values.Length);
        return tensor(cellMajor, [states.Count, height, width, channels])
            .to(device ?? CPU)
            .permute(0, 3, 1, 2)
            .contiguous()
            .MoveToOuterDisposeScope();
    }

    /// <summary>Copies a tensor back into states.</summary>
    /// <param name="tensor">Shape [B, C, H, W].</param>
    /// <param name="states">B states of that shape, overwritten.</param>
    public static void CopyTo(this Tensor tensor, IReadOnlyList<CellState> states)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(states);
        using var scope = NewDisposeScope();
        var cellMajor = tensor.detach().permute(0, 2, 3, 1).contiguous().cpu().data<float>().ToArray();
        for (var index = 0; index < states.Count; index++)
            cellMajor.AsSpan(index * states[index].Values.Length, states[index].Values.Length).CopyTo(states[index].Values);
    }
}
