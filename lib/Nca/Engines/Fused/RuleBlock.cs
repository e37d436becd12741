using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>
/// The update rule forward and backward for a block of gathered cells, all within the first two caches. For n cells:
/// <code>
///   forward    h = relu(p W₁ᵀ + b₁)         [n, 3C] · [3C, hidden]
///              Δ = h W₂ᵀ + b₂               [n, hidden] · [hidden, C]
///   backward   h again                      cheaper than to keep it
///              ∂W₂ += ∂Δᵀ h                 [C, n] · [n, hidden]
///              ∂h = ∂Δ W₂ where h &gt; 0       [n, C] · [C, hidden]
///              ∂W₁ᵀ += pᵀ ∂h                [3C, n] · [n, hidden]
///              ∂p = ∂h W₁                   [n, hidden] · [hidden, 3C]
/// </code>
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal sealed unsafe class RuleBlock<TLanes> : IDisposable
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>
    /// Cells of a block: as many as keep perception, hidden values and their slopes in the first cache beside the weights in use.
    /// </summary>
    public const int Cells = 48;

    private readonly int _stride,
        _inputs,
        _hidden;
    private readonly AlignedNumbers _hiddenValues,
        _hiddenSlope,
        _zero;

    /// <summary>Makes the workspace.</summary>
    /// <param name="stride">Channels rounded up to whole vectors.</param>
    /// <param name="hidden">Hidden units rounded up to whole vectors.</param>
    public RuleBlock(int stride, int hidden)
    {
        (_stride, _inputs, _hidden) = (stride, 3 * stride, hidden);
        (_hiddenValues, _hiddenSlope) = (new AlignedNumbers(Cells * hidden), new AlignedNumbers(Cells * hidden));
        _zero = new AlignedNumbers(Math.Max(hidden, _inputs));
        PerceivedSlope = new AlignedNumbers(Cells * _inputs);
        FirstGradient = new AlignedNumbers(_inputs * hidden);
        FirstBiasGradient = new AlignedNumbers(hidden);
        SecondGradient = new AlignedNumbers(stride * hidden);
        SecondBiasGradient = new AlignedNumbers(stride);
    }

    /// <summary>∂L/∂W₁ᵀ, shape [3 · stride, hidden].</summary>
    public AlignedNumbers FirstGradient { get; }

    /// <summary>∂L/∂b₁, shape [hidden].</summary>
    public AlignedNumbers FirstBiasGradient { get; }

    /// <summary>∂L/∂W₂, shape [stride, hidden].</summary>
    public AlignedNumbers SecondGradient { get; }

    /// <summary>∂L/∂b₂, shape [stride].</summary>
    public AlignedNumbers SecondBiasGradient { get; }

    /// <summary>∂L/∂p of the block, shape [n, 3 · stride].</summary>
    public AlignedNumbers PerceivedSlope { get; }

    /// <summary>Sets the gradients to zero.</summary>
    public void Clear()
    {
        foreach (var gradient in new[] { FirstGradient, FirstBiasGradient, SecondGradient, SecondBiasGradient })
            gradient.Span.Clear();
    }

    /// <summary>p → Δ.</summary>
    /// <param name="weights">The rule.</param>
    /// <param name="perceived">p, shape [n, 3 · stride].</param>
    /// <param name="change">Receives Δ, shape [n, stride].</param>
    /// <param name="cells">n.</param>
    public void Propose(PackedWeights weights, float* perceived, float* change, int cells)
    {
        MatrixProduct.Compute<TLanes, AsItIs>(
            left: Rectify(weights, MatrixView.InRows(perceived, cells, _inputs)),
            right: MatrixView.InRows(weights.SecondByHidden.Pointer, _hidden, _stride),
            start: MatrixView.Repeated(weights.SecondBias.Pointer, cells, _stride),
            result: MatrixView.InRows(change, cells, _stride)
        );
    }

    /// <summary>∂Δ → gradients of the weights, and ∂p.</summary>
    /// <param name="weights">The rule.</param>
    /// <param name="perceived">p, shape [n, 3 · stride].</param>
    /// <param name="changeSlope">∂L/∂Δ, shape [n, stride].</param>
    /// <param name="cells">n.</param>
    /// <param name="spread">Whether <see cref="PerceivedSlope"/> is wanted.</param>
    public void Differentiate(PackedWeights weights, float* perceived, float* changeSlope, int cells, bool spread)
    {
        var (seen, change) = (MatrixView.InRows(perceived, cells, _inputs), MatrixView.InRows(changeSlope, cells, _stride));
        var (hidden, hiddenSlope) = (Rectify(weights, seen), MatrixView.InRows(_hiddenSlope.Pointer, cells, _hidden));
        Accumulate(change, SecondBiasGradient.Pointer);
        var second = MatrixView.InRows(SecondGradient.Pointer, _stride, _hidden);
        MatrixProduct.Compute<TLanes, AsItIs>(left: change.Transposed, right: hidden, start: second, result: second);
        MatrixProduct.Compute<TLanes, Gated>(
            left: change,
            right: MatrixView.InRows(weights.SecondByOutput.Pointer, _stride, _hidden),
            start: MatrixView.Repeated(_zero.Pointer, cells, _hidden),
            result: hiddenSlope,
            gate: hidden
        );
        Accumulate(hiddenSlope, FirstBiasGradient.Pointer);
        var first = MatrixView.InRows(FirstGradient.Pointer, _inputs, _hidden);
        MatrixProduct.Compute<TLanes, AsItIs>(left: seen.Transposed, right: hiddenSlope, start: first, result: first);
        if (!spread)
            return;
        MatrixProduct.Compute<TLanes, AsItIs>(
            left: hiddenSlope,
            right: MatrixView.InRows(weights.FirstByHidden.Pointer, _hidden, _inputs),
            start: MatrixView.Repeated(_zero.Pointer, cells, _inputs),
            result: MatrixView.InRows(PerceivedSlope.Pointer, cells, _inputs)
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (
            var numbers in new[]
            {
                _hiddenValues,
                _hiddenSlope,
                _zero,
                PerceivedSlope,
                FirstGradient,
                FirstBiasGradient,
                SecondGradient,
                SecondBiasGradient,
            }
        )
            numbers.Dispose();
    }

    // p → h.
    private MatrixView Rectify(PackedWeights weights, MatrixView perceived)
    {
        var hidden = MatrixView.InRows(_hiddenValues.Pointer, perceived.Rows, _hidden);
        MatrixProduct.Compute<TLanes, Rectified>(
            left: perceived,
            right: MatrixView.InRows(weights.FirstByInput.Pointer, _inputs, _hidden),
            start: MatrixView.Repeated(weights.FirstBias.Pointer, perceived.Rows, _hidden),
            result: hidden
        );
        return hidden;
    }

    // Adds all rows of a matrix to a row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(MatrixView matrix, float* sums)
    {
        for (var column = 0; column < matrix.Columns; column += TLanes.Count)
        {
            var sum = TLanes.Load(sums + column);
            float* value = matrix.At(0, column);
            for (var row = 0; row < matrix.Rows; row++, value += matrix.RowStride)
                sum += TLanes.Load(value);
            TLanes.Store(sum, sums + column);
        }
    }
}
