;; One Lion step in one pass over three vectors, in place:
;;   p <- p - (decay p + learningRate sign(m + (1 - beta1) (g - m)))
;;   m <- m + (1 - beta2) (g - m)
;; The caller gives decay = learningRate weightDecay.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $m i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $beta1Complement f32) (param $beta2Complement f32) (param $decay f32) (param $learningRate f32)
    (local $end i32)
    (local $p v128)
    (local $mNow v128)
    (local $change v128)
    (local $beta1Complements v128)
    (local $beta2Complements v128)
    (local $decays v128)
    (local $learningRates v128)
    (local $steepness v128)
    (local $ones v128)
    (local $minusOnes v128)
    (local.set $beta1Complements (f32x4.splat (local.get $beta1Complement)))
    (local.set $beta2Complements (f32x4.splat (local.get $beta2Complement)))
    (local.set $decays (f32x4.splat (local.get $decay)))
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $steepness (v128.const f32x4 0x1p127 0x1p127 0x1p127 0x1p127))
    (local.set $ones (v128.const f32x4 1 1 1 1))
    (local.set $minusOnes (v128.const f32x4 -1 -1 -1 -1))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $mNow (v128.load (local.get $m)))
      (local.set $change (f32x4.sub (v128.load (local.get $gradients)) (local.get $mNow)))

      ;; The sign by a steep line cut off at -1 and 1: exact for every normal number, and a NaN stays one.
      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.add
            (f32x4.mul (local.get $decays) (local.get $p))
            (f32x4.mul
              (local.get $learningRates)
              (f32x4.pmax
                (f32x4.pmin
                  (f32x4.mul
                    (local.get $steepness)
                    (f32x4.add (local.get $mNow) (f32x4.mul (local.get $beta1Complements) (local.get $change))))
                  (local.get $ones))
                (local.get $minusOnes))))))

      (v128.store
        (local.get $m)
        (f32x4.add (local.get $mNow) (f32x4.mul (local.get $beta2Complements) (local.get $change))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $m (i32.add (local.get $m) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
